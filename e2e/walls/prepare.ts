import { serviceAccounts, targetsConfigMap } from "../../config/naming";
import { workflowTemplates } from "../../constructs/argo/template-library";
import type { KubernetesApi, KubernetesObject } from "../lab/kubernetes-api";
import { members } from "./caller";
import { container, target, team, teamTemplates } from "./objects";

/** What is in the cluster before the guard: namespaces, accounts, and objects that rows try to change. */
export async function prepare(api: KubernetesApi, namespaces: readonly string[]): Promise<void> {
  for (const name of namespaces) await api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  for (const object of [...rights, ...accounts]) await api.apply(object);
  await api.apply(applicationDefinition);
  for (const object of targets) await api.apply(object);
  for (const each of [...workflows, nightly, ...workflowTemplates(undefined), ...teamTemplates])
    await api.apply(each);
}

/** Waits for a kind that was just defined, and makes an Application. */
export async function prepareApplication(api: KubernetesApi): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await api.apply(application);
      return;
    } catch (error) {
      if (tries > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

const rbac = "rbac.authorization.k8s.io";

/** Everything that a namespace's master may do, so that only the guard refuses; not the guard itself. */
const rights: readonly KubernetesObject[] = [
  {
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRole",
    metadata: { name: members },
    rules: [
      {
        apiGroups: ["", "apps", "batch", "networking.k8s.io", "argoproj.io"],
        resources: ["*"],
        verbs: ["*"],
      },
    ],
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: members },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name: members },
    subjects: [
      { apiGroup: rbac, kind: "Group", name: members },
      { kind: "ServiceAccount", name: serviceAccounts.submitter, namespace: team },
    ],
  },
  // An account of each application's namespace that may read its Secrets; others may not.
  ...[target, "frontend"].map((namespace) => ({
    apiVersion: `${rbac}/v1`,
    kind: "Role",
    metadata: { name: "operator", namespace },
    rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }],
  })),
  ...[
    ["operator", target],
    ["default", "frontend"],
  ].map(([account, namespace]) => ({
    apiVersion: `${rbac}/v1`,
    kind: "RoleBinding",
    metadata: { name: "operator", namespace },
    roleRef: { apiGroup: rbac, kind: "Role", name: "operator" },
    subjects: [{ kind: "ServiceAccount", name: account, namespace }],
  })),
];

const accounts: readonly KubernetesObject[] = [
  ...Object.values(serviceAccounts).map((name) => ({ name, namespace: team })),
  ...["operator", "web"].map((name) => ({ name, namespace: target })),
].map((metadata) => ({ apiVersion: "v1", kind: "ServiceAccount", metadata }));

const labels = { "workflows.argoproj.io/creator": "ann", "aws-argo-infra/user": "ann" };
const spec = {
  workflowTemplateRef: { name: "approval", clusterScope: true },
  arguments: { parameters: [{ name: "subject", value: "api 1.4.2" }] },
};
const stored = { entrypoint: "main", arguments: spec.arguments, templates: [{ name: "main", suspend: {} }] };
const time = "2026-11-28T01:00:00Z";
const node = (id: string, type: string, phase: string, more = {}) => ({
  [id]: { id, name: id, displayName: id, type, phase, startedAt: time, ...more },
});

const question = (id: string, template: string) =>
  node(id, "Suspend", "Running", {
    templateName: "ask",
    templateScope: `cluster/${template}`,
    inputs: {
      parameters: [{ name: "decision", value: "expired", enum: ["approved", "declined", "expired"] }],
    },
    outputs: {
      parameters: ["decision", "approver", "reason"].map((name) => ({
        name,
        valueFrom: { supplied: {}, default: name === "decision" ? "expired" : "" },
      })),
    },
  });

/**
 * Workflows of the team: one waits for an answer, one for the approval of a target, once each started by a person and
 * by Backstage, one failed behind an approval, one is compressed.
 */
export const workflows: readonly KubernetesObject[] = [
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: { name: "waiting", namespace: team, labels },
    spec,
    status: {
      phase: "Running",
      startedAt: time,
      storedWorkflowTemplateSpec: stored,
      storedTemplates: { "cluster/approval/ask": { name: "ask", suspend: {} } },
      nodes: {
        ...node("waiting", "Steps", "Running", { children: ["waiting-1", "waiting-2"] }),
        ...node("waiting-1", "Pod", "Succeeded", { outputs: { result: "built" }, finishedAt: time }),
        ...node("waiting-2", "Suspend", "Running", {
          inputs: {
            parameters: [
              { name: "decision", value: "expired", enum: ["approved", "declined", "expired"] },
              { name: "reason", value: "" },
            ],
          },
          outputs: {
            parameters: [
              { name: "decision", valueFrom: { supplied: {}, default: "expired" } },
              { name: "fixed", value: "given" },
            ],
          },
        }),
        ...node("waiting-3", "Suspend", "Running", {
          templateName: "judge",
          templateScope: "cluster/approval",
        }),
        ...node("waiting-4", "Suspend", "Running", {
          inputs: { parameters: [{ name: "duration", value: "60" }] },
          templateName: "main",
          templateScope: "local/waiting",
        }),
        ...node("waiting-6", "Suspend", "Running", {
          templateRef: { name: "validate-parameters", template: "main", clusterScope: true },
          templateScope: "cluster/deploy-kubernetes",
        }),
        ...node("waiting-7", "Suspend", "Running", { templateName: "judge", templateScope: "local/waiting" }),
        ...node("waiting-5", "Suspend", "Running", {
          inputs: { parameters: [{ name: "decision", value: "expired" }] },
          outputs: { parameters: [{ name: "decision", value: "declined" }] },
        }),
      },
    },
  },
  ...(
    [
      [
        "gated",
        {
          "workflows.argoproj.io/creator": "00u1ann",
          "workflows.argoproj.io/creator-email": "ann.at.example.com",
        },
      ],
      [
        "gated-by-portal",
        {
          "workflows.argoproj.io/creator": "system-serviceaccount-argo-argo-backstage",
          "aws-argo-infra/user": "ann.at.example.com",
        },
      ],
    ] as const
  ).map(([name, gatedLabels]) => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: { name, namespace: team, labels: gatedLabels },
    spec: { workflowTemplateRef: { name: "deploy-kubernetes", clusterScope: true } },
    status: {
      phase: "Running",
      startedAt: time,
      storedWorkflowTemplateSpec: stored,
      nodes: { ...question("demanded", "gate"), ...question("asked", "approval") },
    },
  })),
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: {
      name: "failed",
      namespace: team,
      labels: {
        ...labels,
        "workflows.argoproj.io/completed": "true",
        "workflows.argoproj.io/phase": "Failed",
      },
    },
    spec,
    status: {
      phase: "Failed",
      message: "child failed",
      startedAt: time,
      finishedAt: time,
      storedWorkflowTemplateSpec: { ...stored, shutdown: "Stop" },
      conditions: [{ type: "Completed", status: "True" }],
      nodes: {
        ...node("failed", "Steps", "Failed", { children: ["failed-1", "failed-2"], finishedAt: time }),
        ...node("failed-1", "Suspend", "Succeeded", {
          children: ["failed-3"],
          finishedAt: time,
          outputs: { parameters: [{ name: "decision", value: "approved" }] },
        }),
        ...node("failed-2", "Pod", "Succeeded", { finishedAt: time }),
        ...node("failed-3", "Pod", "Failed", { finishedAt: time, message: "exit code 1" }),
        ...node("failed-4", "Suspend", "Error", {
          finishedAt: time,
          inputs: { parameters: [{ name: "decision", value: "declined" }] },
        }),
      },
    },
  },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: { name: "compressed", namespace: team, labels },
    spec,
    status: {
      phase: "Running",
      startedAt: time,
      compressedNodes: "H4sIAAAA",
      storedWorkflowTemplateSpec: stored,
    },
  },
];

const nightly: KubernetesObject = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "CronWorkflow",
  metadata: { name: "nightly", namespace: team },
  spec: {
    schedules: ["0 3 * * *"],
    workflowSpec: { workflowTemplateRef: { name: "checkout", clusterScope: true } },
  },
};

const targets: readonly KubernetesObject[] = [
  {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "running", namespace: team },
    spec: {
      serviceAccountName: serviceAccounts.workflow,
      automountServiceAccountToken: false,
      containers: [{ name: "main", ...container }],
    },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "outside", namespace: target },
    spec: { type: "ExternalName", externalName: "db.example.com" },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "with-account", namespace: target },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: "with-account" } },
      template: {
        metadata: { labels: { app: "with-account" } },
        spec: { serviceAccountName: "operator", containers: [{ name: "main", ...container }] },
      },
    },
  },
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "limits", namespace: team },
    data: { builds: "2" },
  },
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: targetsConfigMap, namespace: team },
    data: { targets: target },
  },
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: "cached",
      namespace: team,
      labels: { "workflows.argoproj.io/configmap-type": "Cache" },
    },
    data: { one: "{}" },
  },
];

/** Stands in for Argo CD's own definition. */
const applicationDefinition: KubernetesObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "applications.argoproj.io" },
  spec: {
    group: "argoproj.io",
    names: { kind: "Application", plural: "applications" },
    scope: "Namespaced",
    versions: [
      {
        name: "v1alpha1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};

const application: KubernetesObject = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: "web", namespace: target },
  spec: {
    project: "backend",
    source: { repoURL: "https://git.example.com/web", targetRevision: "main" },
    destination: { namespace: target },
  },
};
