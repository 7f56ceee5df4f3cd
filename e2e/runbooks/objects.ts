import type { KubernetesObject } from "../lab/kubernetes-api";
import { untilReleased } from "../shared/workflows";

export const team = "team-backend";
/** Another team, which notices nothing. */
export const neighbor = "team-data";
/** The namespace that the team deploys to. */
export const target = "backend";

export const digest = `sha256:${"1".repeat(64)}`;

const apiVersion = "argoproj.io/v1alpha1";

const template = (
  name: string,
  namespace: string,
  templates: readonly object[],
  parameters: string[] = [],
) => ({
  apiVersion,
  kind: "WorkflowTemplate",
  metadata: { name, namespace },
  spec: {
    entrypoint: "main",
    arguments: { parameters: parameters.map((each) => ({ name: each })) },
    templates,
  },
});

const shell = (script: string): object => ({
  name: "main",
  container: { image: "busybox", command: ["sh", "-c", script] },
});

const called = (name: string, parameters: Readonly<Record<string, string>>): object => ({
  name,
  templateRef: { name, template: "main", clusterScope: true },
  arguments: { parameters: Object.entries(parameters).map(([key, value]) => ({ name: key, value })) },
});

/** Templates that people of the teams start. */
export const templates: readonly KubernetesObject[] = [
  template("busy", team, [shell(untilReleased)]),
  template("busy", neighbor, [shell(untilReleased)]),
  template("brief", team, [shell("true")]),
  template("ask", team, [{ name: "main", steps: [[called("approval", { subject: "api 1.4.2" })]] }]),
  template("release", team, [
    {
      name: "main",
      steps: [
        [called("approval", { subject: "api 1.4.2" })],
        [
          called("deploy-kubernetes", {
            "deployment-name": "api",
            namespace: target,
            image: `registry.example.com/backend/api@${digest}`,
          }),
        ],
      ],
    },
  ]),
];

/** A template from the time before the guard: it chooses a scheduler. */
export const oldTemplate = (title: string) => {
  const { spec, metadata, ...rest } = template("old", team, [shell(untilReleased)]);
  return {
    ...rest,
    metadata: { ...metadata, annotations: { "workflows.argoproj.io/title": title } },
    // A policy judges an object whose specification changes.
    spec: { ...spec, schedulerName: "default-scheduler", workflowMetadata: { annotations: { title } } },
  };
};

/** A schedule; nothing of it starts while the suite runs. */
export const schedule = (name: string, namespace: string, suspend: boolean): KubernetesObject => ({
  apiVersion,
  kind: "CronWorkflow",
  metadata: { name, namespace },
  spec: { schedules: ["0 3 1 1 *"], suspend, workflowSpec: { workflowTemplateRef: { name: "busy" } } },
});

/** The application that the release changes. */
export const application: KubernetesObject = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "api", namespace: target },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "api" } },
    template: {
      metadata: { labels: { app: "api" } },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [{ name: "app", image: "busybox", command: ["sleep", "3600"] }],
      },
    },
  },
};
