import type { RoleV1Rule } from "@cdktf/provider-kubernetes/lib/role-v1";

/** One rule of a Role, in Kubernetes' own words. */
export type Rule = RoleV1Rule;

const core = "";
const workflows = "argoproj.io";

/** The executor reports results, and does nothing else (argo-workflows: docs/workflow-rbac.md). */
export const executorRules: readonly Rule[] = [rule(workflows, ["workflowtaskresults"], ["create", "patch"])];

/** A pod that deletes artifacts learns which, and reports (argo-workflows: artifactgc-role.yaml). */
export const artifactGcRules: readonly Rule[] = [
  rule(workflows, ["workflowartifactgctasks"], ["list", "watch"]),
  rule(workflows, ["workflowartifactgctasks/status"], ["patch"]),
];

/** Everyone who starts workflows sees the templates of the cluster. */
export const templateReaderRules: readonly Rule[] = [
  rule(workflows, ["clusterworkflowtemplates"], ["get", "list"]),
];

/**
 * Backstage starts workflows and follows them. By these it stops, changes and deletes none. Logs are read in its name: Argo's
 * server lists and watches the pods (argo-workflows: util/logs).
 */
export const portalRules: readonly Rule[] = [
  rule(workflows, ["workflows"], ["create", "get", "list", "watch"]),
  rule(workflows, ["workflowtemplates"], ["get", "list"]),
  rule(core, ["pods"], ["get", "list", "watch"]),
  rule(core, ["pods/log"], ["get"]),
];

/**
 * What Backstage needs besides to end a workflow: Argo's server patches `spec.shutdown` (argo-workflows:
 * workflow/util). RBAC knows no fields: with a patch, everything else of a workflow can be changed too.
 */
export const terminationRules: readonly Rule[] = [rule(workflows, ["workflows"], ["patch"])];

/**
 * A person of the team: starts, follows, stops, resumes and retries workflows. Stopping is a patch, resuming and
 * retrying are updates, and a retry deletes the pods of the failed steps (argo-workflows: workflow_server.go,
 * workflow/util). Finished workflows go by themselves; nobody deletes them.
 */
export const submitterRules: readonly Rule[] = [
  rule(workflows, ["workflows"], ["create", "get", "list", "watch", "update", "patch"]),
  rule(workflows, ["workflowtemplates"], ["get", "list"]),
  rule(core, ["pods"], ["get", "list", "watch", "delete"]),
  rule(core, ["pods/log"], ["get"]),
  rule(core, ["events"], ["list", "watch"]),
];

/**
 * `kubectl set image`, `patch`, `annotate`, `scale`, `rollout status`, `history` and `undo` on Deployments that exist,
 * and what tells why a rollout failed: the requests that kubectl 1.36 was seen to make, and `list`, which it falls
 * back to where an API server can't stream a list.
 */
const changeDeployments: readonly Rule[] = [
  rule("apps", ["deployments"], ["get", "list", "watch", "patch"]),
  rule("apps", ["deployments/scale"], ["patch"]),
  rule("apps", ["replicasets"], ["list"]),
  rule(core, ["pods"], ["get", "list"]),
  rule(core, ["pods/log"], ["get"]),
  rule(core, ["events"], ["list"]),
];

/**
 * `helm upgrade --install --atomic`, `rollback`, `history` and `uninstall` with `HELM_DRIVER=configmap`: the requests
 * that Helm 3.22 was seen to make. With it, releases are stored in ConfigMaps; Helm's own choice, Secrets, needs every
 * Secret of the namespace by list, because RBAC knows no label and no prefix. The kinds are those of an ordinary
 * application, hooks as Jobs; a chart with Secrets, Roles or policies of its own is refused.
 */
const installCharts: readonly Rule[] = [
  rule(core, ["configmaps"], ["get", "list", "create", "update", "patch", "delete"]),
  rule(core, ["services", "serviceaccounts"], ["get", "create", "patch", "delete"]),
  rule("apps", ["deployments"], ["create", "delete"]),
  rule("apps", ["statefulsets"], ["get", "create", "patch", "delete"]),
  rule("autoscaling", ["horizontalpodautoscalers"], ["get", "create", "patch", "delete"]),
  rule("batch", ["cronjobs"], ["get", "create", "patch", "delete"]),
  rule("batch", ["jobs"], ["get", "list", "watch", "create", "patch", "delete"]),
  rule("networking.k8s.io", ["ingresses"], ["get", "create", "patch", "delete"]),
  rule("policy", ["poddisruptionbudgets"], ["get", "create", "patch", "delete"]),
];

/** A sync is a patch of the Application, which must stand in the namespace itself (Argo CD: app-any-namespace). */
const syncApplications: readonly Rule[] = [
  rule(workflows, ["applications"], ["get", "list", "watch", "patch"]),
];

/** What the deploy templates do in a namespace that the team's `deployTo` lists. */
export const deployerRules: readonly Rule[] = [...changeDeployments, ...installCharts, ...syncApplications];

function rule(apiGroup: string, resources: string[], verbs: string[]): Rule {
  return { apiGroups: [apiGroup], resources, verbs };
}
