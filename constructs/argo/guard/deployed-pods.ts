import { isDeployer } from "./callers";
import { all, at } from "./cel";
import type { Policy } from "./policy";

/** The pod that an object describes. */
function podOf(object: string): string {
  return (
    `request.kind.kind == 'CronJob' ? ${object}.spec.jobTemplate.spec.template.spec : ` +
    `request.kind.kind == 'Pod' ? ${object}.spec : ${object}.spec.template.spec`
  );
}

/** The account that a pod runs as. A pod that names none runs as `default`. */
function accountOf(pod: string): string {
  const named = `${pod}.?serviceAccountName.orValue('')`;
  return `(${named} == '' ? 'default' : ${named})`;
}

/** What deploy steps put into an application's namespace has no hold on its node, and no account with more rights. */
export function deployedPods(targets: readonly string[]): Policy {
  const every = (check: string) => `variables.containers.all(c, ${check})`;
  return {
    name: "deployed-pods",
    namespaces: targets,
    resources: [
      {
        apiGroups: ["apps"],
        resources: ["deployments", "statefulsets", "daemonsets", "replicasets"],
        operations: ["CREATE", "UPDATE"],
      },
      { apiGroups: ["batch"], resources: ["jobs", "cronjobs"], operations: ["CREATE", "UPDATE"] },
      { apiGroups: [""], resources: ["pods", "replicationcontrollers"], operations: ["CREATE", "UPDATE"] },
      { apiGroups: [""], resources: ["pods/ephemeralcontainers"], operations: ["UPDATE"] },
    ],
    conditions: [isDeployer],
    variables: [
      { name: "pod", expression: podOf("dyn(object)") },
      { name: "account", expression: accountOf("variables.pod") },
      {
        name: "before",
        expression: `request.operation == 'UPDATE' ? ${accountOf(`(${podOf("dyn(oldObject)")})`)} : ''`,
      },
      {
        name: "containers",
        expression:
          "variables.pod.?containers.orValue([]) + variables.pod.?initContainers.orValue([]) + variables.pod.?ephemeralContainers.orValue([])",
      },
    ],
    validations: [
      {
        expression: ["hostNetwork", "hostPID", "hostIPC"]
          .map((field) => `!${at("variables.pod", field, "false")}`)
          .join(" && "),
        message:
          "A deployed pod may not use the node's network, processes or memory. Remove hostNetwork, hostPID and hostIPC.",
      },
      {
        expression: "variables.pod.?volumes.orValue([]).all(v, !has(v.hostPath))",
        message:
          "A deployed pod may not mount folders of the node. Replace hostPath by another kind of volume.",
      },
      {
        expression: every(
          all(
            `!${at("c", "securityContext.privileged", "false")}`,
            `!${at("c", "securityContext.windowsOptions.hostProcess", "false")}`,
            `${at("c", "securityContext.procMount", "'Default'")} == 'Default'`,
          ),
        ),
        message: "A deployed container may not be privileged. Remove privileged, hostProcess and procMount.",
      },
      {
        expression: every(
          `${at("c", "securityContext.capabilities.add", "[]")}.all(a, a == 'NET_BIND_SERVICE')`,
        ),
        message: "A deployed container may add no capability but NET_BIND_SERVICE. Remove capabilities.add.",
      },
      {
        expression: every("c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0)"),
        message: "A deployed container may not open a port of the node. Remove hostPort.",
      },
      {
        expression: `${at("variables.pod", "nodeName", "''")} == ''`,
        message: "A deployed pod may not choose its node by name. Use nodeSelector instead of nodeName.",
      },
      {
        // The API server is asked what the account may do: two questions are what an expression can afford.
        expression:
          "variables.account == variables.before || (" +
          all(
            "!authorizer.serviceAccount(request.namespace, variables.account).group('').resource('secrets').namespace(request.namespace).check('get').allowed()",
            "!authorizer.serviceAccount(request.namespace, variables.account).group('').resource('pods').namespace(request.namespace).check('create').allowed()",
          ) +
          ")",
        message:
          "A deployed pod may not take a service account that reads Secrets or creates pods. Use the application's own account.",
      },
    ],
  };
}
