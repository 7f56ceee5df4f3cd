import type { KubernetesObject } from "../kubernetes-api";

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
const all = ["create", "get", "list", "watch", "update", "patch", "delete"];

/** What the controller may do, after the ClusterRole of argo-helm's chart 1.0.18. */
const controllerRules: readonly Rule[] = [
  core(["pods"], ...all),
  core(["pods/exec"], "create"),
  core(["configmaps", "namespaces"], "get", "watch", "list"),
  core(["persistentvolumeclaims", "persistentvolumeclaims/finalizers"], "create", "update", "delete", "get"),
  core(["events"], "create", "patch"),
  core(["serviceaccounts"], "get", "list"),
  argo(["workflows", "workflowtasksets", "workflowartifactgctasks", "cronworkflows"], ...all),
  argo(["workflowtemplates", "clusterworkflowtemplates"], "get", "list", "watch"),
  argo(["workflowtaskresults"], "list", "watch", "deletecollection"),
  { apiGroups: ["argoproj.io"], resources: ["workflowtasksets/status", "cronworkflows/status"], verbs: all },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: ["create", "get", "delete"] },
  {
    apiGroups: ["coordination.k8s.io"],
    resources: ["leases"],
    verbs: ["create", "get", "update", "patch", "watch"],
  },
];

/** What the server itself may do; a caller in client mode acts with rights of its own. */
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

/** The controller's alone, for an installation that gives the server rights of its own. */
export function controllerRole(namespace: string, secretNames: readonly string[]): KubernetesObject[] {
  const rules = [...controllerRules, readSecrets(secretNames)];
  return clusterRole("argo-workflow-controller", namespace, rules);
}

function readSecrets(resourceNames: readonly string[]): Rule {
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
