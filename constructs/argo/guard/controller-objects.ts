import { isController } from "./callers";
import type { Policy } from "./policy";
import { specChanged } from "./workflow-spec";

/** What the controller tells its own pods to do. */
export function controllerObjects(namespaces: readonly string[]): Policy {
  return {
    name: "controller-objects",
    namespaces,
    resources: [
      {
        apiGroups: ["argoproj.io"],
        resources: ["workflowtasksets", "workflowartifactgctasks"],
        operations: ["CREATE", "UPDATE"],
      },
    ],
    conditions: [specChanged],
    validations: [
      {
        expression: isController,
        message: "Only the controller writes task sets and deletion tasks. Use a template instead.",
      },
    ],
  };
}
