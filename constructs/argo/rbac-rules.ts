import type { DeployTarget } from "../../config/values/deploy-target";
import { type Rule, rule } from "../kubernetes/rbac-rule";

const core = "";
const workflows = "argoproj.io";

/** The executor reports results, and nothing else (argo-workflows: docs/workflow-rbac.md). */
export const executorRules: readonly Rule[] = [rule(workflows, ["workflowtaskresults"], ["create", "patch"])];

/** A pod that deletes artifacts reads which ones, and reports (argo-workflows: artifactgc-role.yaml). */
export const artifactGcRules: readonly Rule[] = [
  rule(workflows, ["workflowartifactgctasks"], ["list", "watch"]),
  rule(workflows, ["workflowartifactgctasks/status"], ["patch"]),
];

/** Everyone who starts workflows can see the cluster workflow templates. */
export const templateReaderRules: readonly Rule[] = [
  rule(workflows, ["clusterworkflowtemplates"], ["get", "list"]),
];

/**
 * Backstage starts workflows and follows them. These rights do not let it stop, change or delete workflows. Argo's
 * server reads logs on behalf of Backstage: it lists and watches the pods (argo-workflows: util/logs).
 */
export const portalRules: readonly Rule[] = [
  rule(workflows, ["workflows"], ["create", "get", "list", "watch"]),
  rule(workflows, ["workflowtemplates"], ["get", "list"]),
  rule(core, ["pods"], ["get", "list", "watch"]),
  rule(core, ["pods/log"], ["get"]),
];

/**
 * What Backstage also needs to end a workflow: Argo's server patches `spec.shutdown` (argo-workflows: workflow/util).
 * RBAC can't restrict fields: the right to patch covers all other fields of a workflow too.
 */
export const terminationRules: readonly Rule[] = [rule(workflows, ["workflows"], ["patch"])];

/**
 * A member of the team starts, follows, stops, resumes and retries workflows. Stopping is a patch, resuming and
 * retrying are updates, and a retry deletes the pods of the failed steps (argo-workflows: workflow_server.go,
 * workflow/util). Nobody needs to delete finished workflows: they expire.
 */
export const submitterRules: readonly Rule[] = [
  rule(workflows, ["workflows"], ["create", "get", "list", "watch", "update", "patch"]),
  rule(workflows, ["workflowtemplates"], ["get", "list"]),
  rule(core, ["pods"], ["get", "list", "watch", "delete"]),
  rule(core, ["pods/log"], ["get"]),
  rule(core, ["events"], ["list", "watch"]),
];

/**
 * A member of a team with schedules sees them, runs them now, and suspends them, which is a patch (argo-workflows:
 * cron_workflow_server.go). The guard lets them change nothing else.
 */
export const scheduleRules: readonly Rule[] = [
  rule(workflows, ["cronworkflows"], ["get", "list", "watch", "patch"]),
];

/**
 * `kubectl set image`, `patch`, `annotate`, `scale`, `rollout status`, `history` and `undo` on existing Deployments,
 * and what shows why a rollout failed. These are the requests that kubectl 1.36 makes, and `list`, its fallback if an
 * API server can't stream a list.
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
 * that Helm 3.22 makes. The driver stores releases in ConfigMaps. Helm's default, Secrets, would need the right to list
 * every Secret of the namespace, because RBAC can't restrict by label or prefix. The kinds are those of an ordinary
 * application, with Jobs as hooks. A chart that contains Secrets, Roles or policies is refused.
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

/** A sync patches the Application, which must be in the namespace itself (Argo CD: app-any-namespace). */
const syncApplications: readonly Rule[] = [
  rule(workflows, ["applications"], ["get", "list", "watch", "patch"]),
];

type Allowed = DeployTarget["allows"];

/** What rollouts and syncs do in a target of the team. */
export function deployerRules(allows: Allowed): Rule[] {
  return [
    ...(allows.includes("rollouts") ? changeDeployments : []),
    ...(allows.includes("applications") ? syncApplications : []),
  ];
}

/** What Helm does in a target of the team. It also waits for the Deployments of a chart. */
export function installerRules(allows: Allowed): Rule[] {
  return allows.includes("charts") ? [...changeDeployments, ...installCharts] : [];
}
