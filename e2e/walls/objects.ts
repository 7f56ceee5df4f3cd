import { readChart } from "../../config/chart";
import { executorImage as executorImageOf } from "../../config/control-plane-images";
import { executorTokenVolume } from "../../config/executor-token";
import { controlPlaneNamespace, portalAccount, serviceAccounts } from "../../config/naming";
import { userOf } from "../../constructs/argo/guard/callers";
import { type Caller, person, type Request } from "./caller";
import { workflowNodes } from "./full-environment";

/** The team whose namespace the rows are about, and its application's namespace. */
export const team = "team-backend";
export const target = "backend";
export const account = "333333333333";

export const submitter = person(userOf(team, serviceAccounts.submitter));
/** A person who may approve the team's deployments. */
export const approver = person(userOf(team, serviceAccounts.approver));
/** The pod that reports `taskResult`. */
export const ownPod = "build-x1-1234567890";
/** Argo's container in a pod: the pod's account, with a token that is bound to the pod. */
export const ofPod = (
  name: string,
  account: string = serviceAccounts.workflow,
  namespace = team,
): Caller => ({
  ...person(userOf(namespace, account)),
  extra: { "authentication.kubernetes.io/pod-name": name },
});
export const executor = ofPod(ownPod);
export const deployer = person(userOf(team, serviceAccounts.deployer));
export const portal = person(userOf(controlPlaneNamespace, portalAccount(team)));
/** Metadata of a run of Backstage's. */
export const marked = {
  labels: { "aws-argo-infra/user": "jane", "aws-argo-infra/task": "1" },
  annotations: { "aws-argo-infra/user": "user:default/jane" },
};
export const controller: Caller = person(userOf(controlPlaneNamespace, serviceAccounts.controller));
export const server: Caller = person(userOf(controlPlaneNamespace, serviceAccounts.server));
/** A person with all rights in the namespace, not by this project. */
export const editor = person("ann@example.com");

type Fields = Readonly<Record<string, unknown>>;

const argo = (kind: string) => `/apis/argoproj.io/v1alpha1/namespaces/${team}/${kind}`;

/** A new workflow. */
export function workflow(spec: Fields, more: Fields = {}, metadata: Fields = {}): Request {
  return {
    method: "POST",
    path: argo("workflows"),
    body: {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Workflow",
      metadata: { generateName: "walls-", namespace: team, ...metadata },
      spec,
      ...more,
    },
  };
}

/** A submission as honest clients send it, with something else. */
export function submission(more: Fields = {}, rest: Fields = {}, metadata: Fields = {}): Request {
  const spec = { workflowTemplateRef: { name: "checkout", clusterScope: true }, arguments: {}, ...more };
  return workflow(spec, rest, metadata);
}

/** A template of the team; `template` completes its only one. */
export function ownTemplate(template: Fields, spec: Fields = {}): Request {
  return {
    method: "POST",
    path: argo("workflowtemplates"),
    body: {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "WorkflowTemplate",
      metadata: { name: "own", namespace: team },
      spec: { entrypoint: "main", templates: [{ name: "main", ...template }], ...spec },
    },
  };
}

export const container = { image: "docker.io/library/alpine:3.22", command: ["true"] };

/** A template of the team with one step. */
export function ownStep(step: Fields): Request {
  return ownTemplate({ steps: [[{ name: "step", ...step }]] });
}

/** A template of the team with one task. */
export function ownTask(task: Fields): Request {
  return ownTemplate({ dag: { tasks: [{ name: "task", ...task }] } });
}

export function cronWorkflow(workflowSpec: Fields, spec: Fields = {}): Request {
  return {
    method: "POST",
    path: argo("cronworkflows"),
    body: {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "CronWorkflow",
      metadata: { name: "nightly", namespace: team },
      spec: { schedules: ["0 3 * * *"], workflowSpec, ...spec },
    },
  };
}

export function eventBinding(submit: Fields): Request {
  return {
    method: "POST",
    path: argo("workfloweventbindings"),
    body: {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "WorkflowEventBinding",
      metadata: { name: "pushed", namespace: team },
      spec: { event: { selector: "true" }, submit },
    },
  };
}

export function taskResult(outputs: Fields, metadata: Fields = {}): Request {
  return {
    method: "POST",
    path: argo("workflowtaskresults"),
    body: {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "WorkflowTaskResult",
      metadata: {
        name: "build-x1-1234567890",
        namespace: team,
        labels: { "workflows.argoproj.io/workflow": "build-x1" },
        ...metadata,
      },
      outputs,
    },
  };
}

/** The volume that `executorTokenPatch` adds. */
export const tokenVolume = {
  name: executorTokenVolume,
  projected: {
    sources: [
      { serviceAccountToken: { path: "token", expirationSeconds: 3600 } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
    ],
  },
};
export const tokenMounts = [
  { name: executorTokenVolume, mountPath: "/var/run/secrets/kubernetes.io/serviceaccount", readOnly: true },
];
export const executorImage = executorImageOf(readChart());
/** One of Argo's own containers, with its token. */
export const argos = (name: "init" | "wait", more: Fields = {}) => ({
  name,
  image: executorImage,
  command: ["argoexec", name, "--loglevel", "info"],
  volumeMounts: tokenMounts,
  ...more,
});

/** A pod as the controller makes it: user code in main, and a token in Argo's own containers. */
export function pod(spec: Fields = {}, main: Fields = {}, namespace = team): Request {
  return {
    method: "POST",
    path: `/api/v1/namespaces/${namespace}/pods`,
    body: {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { generateName: "walls-", namespace },
      spec: {
        serviceAccountName: serviceAccounts.workflow,
        automountServiceAccountToken: false,
        nodeSelector: workflowNodes,
        initContainers: [argos("init")],
        containers: [argos("wait"), { name: "main", ...container, ...main }],
        volumes: [tokenVolume],
        ...spec,
      },
    },
  };
}

/** Fields of a pod without Argo's containers and without a token. */
export const podWithoutToken = {
  initContainers: [],
  containers: [{ name: "main", ...container }],
  volumes: [],
};

/** A pod like the one that deletes artifacts. Kubernetes adds its token and the mounts, because it asks for them. */
export const deletingPod = (
  image: string,
  command?: string[],
  nodeSelector: object = workflowNodes,
): Request =>
  pod({
    automountServiceAccountToken: true,
    nodeSelector,
    initContainers: [],
    containers: [{ name: "main", image, ...(command && { command }), args: ["artifact", "delete"] }],
    volumes: [],
  });

/** An object of the application's namespace. */
export function inTarget(base: string, plural: string, body: Fields): Request {
  return { method: "POST", path: `${base}/namespaces/${target}/${plural}`, body };
}

export function deployment(spec: Fields = {}, main: Fields = {}, name = "web"): Request {
  return inTarget("/apis/apps/v1", "deployments", {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: target },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: "main", ...container, ...main }], ...spec },
      },
    },
  });
}

/** A change of an object that is stored, as a merge patch. */
export function change(path: string, body: Fields): Request {
  return { method: "PATCH", path, body };
}

export const pathOf = {
  workflow: (name: string) => `${argo("workflows")}/${name}`,
  cron: (name: string) => `${argo("cronworkflows")}/${name}`,
  application: (name: string) => `/apis/argoproj.io/v1alpha1/namespaces/${target}/applications/${name}`,
  deployment: (name: string) => `/apis/apps/v1/namespaces/${target}/deployments/${name}`,
  service: (name: string) => `/api/v1/namespaces/${target}/services/${name}`,
  pod: (name: string) => `/api/v1/namespaces/${team}/pods/${name}`,
  configMap: (name: string) => `/api/v1/namespaces/${team}/configmaps/${name}`,
} as const;
