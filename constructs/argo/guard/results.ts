import { serviceAccounts } from "../../../config/naming";
import { type CachePlace, ownCache, ownLocation } from "./artifact-locations";
import { isController } from "./callers";
import { all } from "./cel";
import type { Policy } from "./policy";

/**
 * What a pod reports of itself: outputs of its own step, artifacts in the namespace's own place, values that are not
 * evaluated. Only the account that writes caches reports artifacts among the caches. The caller's token is bound to a pod of the namespace, and the result is that pod's.
 */
export function results(namespaces: readonly string[], caches: CachePlace): Policy {
  const isCacheWriter = `request.userInfo.username == 'system:serviceaccount:' + request.namespace + ':${serviceAccounts.cacheWriter}'`;
  return {
    name: "results",
    namespaces,
    resources: [
      { apiGroups: ["argoproj.io"], resources: ["workflowtaskresults"], operations: ["CREATE", "UPDATE"] },
    ],
    variables: [
      { name: "name", expression: "dyn(object).metadata.name" },
      {
        name: "workflow",
        expression: "dyn(object).metadata.?labels['workflows.argoproj.io/workflow'].orValue('')",
      },
      { name: "outputs", expression: "dyn(object).?outputs.orValue({})" },
      {
        // From the token's own claims; the API server checks them, and that the pod still exists.
        name: "pods",
        expression: `request.userInfo.username.startsWith('system:serviceaccount:' + request.namespace + ':') ? dyn(request.userInfo).?extra['authentication.kubernetes.io/pod-name'].orValue([]) : []`,
      },
    ],
    validations: [
      {
        expression: all(
          "variables.workflow != ''",
          "variables.name == variables.workflow || variables.name.startsWith(variables.workflow + '-')",
        ),
        message: "A task result must have the label and the name of its workflow.",
      },
      {
        expression:
          `variables.outputs.?artifacts.orValue([]).all(a, (${ownLocation("a")}) || ` +
          `(${isCacheWriter} && ${ownCache("a", caches)}))`,
        message: "A task result names an artifact that is not in the namespace's own place.",
      },
      {
        expression: `variables.outputs.?artifacts.orValue([]).all(a, a.?artifactGC.?serviceAccountName.orValue('') in ['', '${serviceAccounts.workflow}'])`,
        message: `Artifacts are deleted by the service account ${serviceAccounts.workflow} only. Leave artifactGC.serviceAccountName out.`,
      },
      {
        expression: all(
          "variables.outputs.?parameters.orValue([]).all(p, !string(p.?value.orValue('')).contains('{{='))",
          "!string(variables.outputs.?result.orValue('')).contains('{{=')",
        ),
        message:
          "An output contains {{=. Write the output without it: outputs become arguments, and arguments are not evaluated.",
      },
      {
        expression: `${isController} || size(variables.pods) == 1`,
        message:
          "A task result is reported with the token of a pod of its namespace only. Let the workflow's own pod report it.",
      },
      {
        // Both are named like the step: <workflow>-<number>, or like a workflow with a single step (POD_NAMES: v1 in
        // helm/argo-workflows/values.yaml).
        expression: all(
          "variables.pods.all(p, p == variables.name)",
          "variables.pods == [] || variables.name == variables.workflow || " +
            "(variables.name.matches('-[0-9]+$') && variables.name.lastIndexOf('-') == size(variables.workflow))",
        ),
        message: "A task result belongs to another pod than the one that reports it.",
      },
    ],
  };
}
