import { serviceAccounts, targetsConfigMap } from "../../config/naming";
import { workflowTemplates } from "../../constructs/argo/template-library";
import type { KubernetesApi, KubernetesObject } from "../lab/kubernetes-api";
import { members } from "./caller";
import { lateTeam, teamWithNodes } from "./full-environment";
import { container, target, team } from "./objects";
import { workflows } from "./stored-workflows";
import { teamTemplates } from "./team-templates";

/** What is in the cluster before the guard: namespaces, accounts, and objects that rows try to change. */
export async function prepare(api: KubernetesApi, namespaces: readonly string[]): Promise<void> {
  for (const name of namespaces) await api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  for (const object of [...rights, ...accounts]) await api.apply(object);
  await api.apply(applicationDefinition);
  for (const object of targets) await api.apply(object);
  for (const each of [...workflows, nightly, ...workflowTemplates(), ...teamTemplates, ...late])
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
  ...[team, teamWithNodes].flatMap((namespace) =>
    Object.values(serviceAccounts).map((name) => ({ name, namespace })),
  ),
  ...["operator", "web"].map((name) => ({ name, namespace: target })),
].map((metadata) => ({ apiVersion: "v1", kind: "ServiceAccount", metadata }));

const nightly: KubernetesObject = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "CronWorkflow",
  metadata: { name: "nightly", namespace: team },
  spec: {
    schedules: ["0 3 * * *"],
    workflowSpec: { workflowTemplateRef: { name: "checkout", clusterScope: true } },
  },
};

/** Templates of a team from before a target of it demanded something. */
const late: readonly KubernetesObject[] = [
  { ...teamTemplates[0], metadata: { name: "report", namespace: lateTeam } },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "WorkflowTemplate",
    metadata: { name: "deploys", namespace: lateTeam },
    spec: {
      entrypoint: "main",
      templates: [
        {
          name: "main",
          steps: [
            [
              {
                name: "deploy",
                templateRef: { name: "deploy-kubernetes", template: "main", clusterScope: true },
              },
            ],
          ],
        },
      ],
    },
  },
];

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
