import { ownLocations } from "./artifact-locations";
import { all } from "./cel";
import type { Policy } from "./policy";

/**
 * What a pod reports of itself: outputs of its own step, artifacts in the namespace's own place, values that are not
 * evaluated. Where the caller's token is bound to a pod, the result is that pod's.
 */
export function results(namespaces: readonly string[]): Policy {
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
        name: "pods",
        expression: "dyn(request.userInfo).?extra['authentication.kubernetes.io/pod-name'].orValue([])",
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
        expression: ownLocations("dyn(object)", "outputs"),
        message: "A task result names an artifact that is not in the namespace's own place.",
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
        // Pod and step share the last part of their names, which Argo computes from the step.
        expression:
          "variables.pods.all(p, p == variables.name || p.endsWith('-' + variables.name.split('-')[size(variables.name.split('-')) - 1]))",
        message: "A task result belongs to another pod than the one that reports it.",
      },
    ],
  };
}
