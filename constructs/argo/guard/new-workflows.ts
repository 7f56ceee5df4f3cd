import { notTheController } from "./callers";
import { all, list } from "./cel";
import { permittedFields } from "./fields";
import type { Policy } from "./policy";

/** Labels by which the controller marks what it has done. */
const ownMarks = [
  "workflows.argoproj.io/completed",
  "workflows.argoproj.io/phase",
  "workflows.argoproj.io/workflow-archiving-status",
] as const;

/** A workflow begins without a past: its status is the controller's. */
export function newWorkflows(namespaces: readonly string[]): Policy {
  return {
    name: "new-workflows",
    namespaces,
    resources: [{ apiGroups: ["argoproj.io"], resources: ["workflows"], operations: ["CREATE"] }],
    conditions: [notTheController],
    variables: [
      { name: "status", expression: "dyn(object).?status.orValue({})" },
      { name: "labels", expression: "dyn(object).metadata.?labels.orValue({})" },
    ],
    validations: [
      {
        expression: all(
          // Clients send times that were never set.
          `variables.status.all(f, f in ${list(permittedFields("WorkflowStatus", "submitted"))} && variables.status[f] == null)`,
        ),
        message:
          "A new workflow has no status. Submit it without one; to repeat a run, resubmit it without memoization.",
      },
      {
        expression: `variables.labels.all(l, !(l in ${list(ownMarks)}))`,
        message: `Only the controller sets the labels ${ownMarks.join(", ")}. Leave them out.`,
      },
    ],
  };
}
