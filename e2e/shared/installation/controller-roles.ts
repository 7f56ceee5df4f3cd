import type { KubernetesObject } from "../../lab/kubernetes-api";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const core = (resources: string[], ...verbs: string[]): Rule => ({ apiGroups: [""], resources, verbs });
const argo = (resources: string[], ...verbs: string[]): Rule => ({
  apiGroups: ["argoproj.io"],
  resources: resources.flatMap((each) => [each, `${each}/finalizers`]),
  verbs,
});
const argoAlone = (resources: string[], ...verbs: string[]): Rule => ({
  apiGroups: ["argoproj.io"],
  resources,
  verbs,
});
const existing = ["get", "list", "watch", "update", "patch", "delete"];
const all = ["create", ...existing];
const leases = { apiGroups: ["coordination.k8s.io"], resources: ["leases"] };

/** The controller's permissions: exactly the cluster roles of argo-helm's chart 1.0.18. */
const controllerRules: readonly Rule[] = [
  core(["pods"], ...all),
  core(["pods/exec"], "create"),
  core(["configmaps", "namespaces"], "get", "watch", "list"),
  core(["persistentvolumeclaims", "persistentvolumeclaims/finalizers"], "create", "update", "delete", "get"),
  core(["events"], "create", "patch"),
  core(["serviceaccounts"], "get", "list"),
  argo(["workflows", "workflowtasksets"], ...all),
  argoAlone(["workflowtasksets/status", "workflowartifactgctasks"], ...all),
  argo(["cronworkflows"], ...existing),
  argo(["workflowtemplates", "clusterworkflowtemplates"], "get", "list", "watch"),
  argo(["workflowtaskresults"], "list", "watch", "deletecollection"),
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: ["create", "get", "delete"] },
  { ...leases, verbs: ["create"] },
  {
    ...leases,
    resourceNames: ["workflow-controller", "workflow-controller-lease"],
    verbs: ["get", "watch", "update", "patch", "delete"],
  },
];

/** The server's own permissions; in client mode, callers act with theirs. */
const serverRules: readonly Rule[] = [
  core(["configmaps", "events"], "get", "watch", "list"),
  core(["pods"], "get", "list", "watch", "delete"),
  core(["pods/log"], "get", "list"),
  core(["serviceaccounts"], "get", "list", "watch"),
  argo(["workflows", "workflowtemplates", "clusterworkflowtemplates", "cronworkflows"], ...all),
  {
    apiGroups: ["argoproj.io"],
    resources: ["workfloweventbindings", "workflowtaskresults"],
    verbs: ["get", "list", "watch"],
  },
];

/** The cluster-wide roles and bindings of controller and server. */
export function controllerRoles(namespace: string, secretNames: readonly string[]): KubernetesObject[] {
  return [
    ...controllerRole(namespace, secretNames),
    ...clusterRole("argo-server", namespace, [...serverRules, readSecrets(secretNames)]),
  ];
}

/** The controller's alone, for an installation that gives the server its own permissions. */
export function controllerRole(namespace: string, secretNames: readonly string[]): KubernetesObject[] {
  const rules = [...controllerRules, readSecrets(secretNames)];
  return clusterRole("argo-workflow-controller", namespace, rules);
}

/** The first name is for HTTP templates; without any name the rule would allow every Secret. */
function readSecrets(names: readonly string[]): Rule {
  const resourceNames = ["argo-workflows-agent-ca-certificates", ...names];
  return { apiGroups: [""], resources: ["secrets"], resourceNames, verbs: ["get"] };
}

function clusterRole(name: string, namespace: string, rules: readonly Rule[]): KubernetesObject[] {
  const rbac = { apiVersion: "rbac.authorization.k8s.io/v1" };
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name };
  const subjects = [{ kind: "ServiceAccount", name, namespace }];
  return [
    { ...rbac, kind: "ClusterRole", metadata: { name }, rules },
    { ...rbac, kind: "ClusterRoleBinding", metadata: { name }, roleRef, subjects },
  ];
}
