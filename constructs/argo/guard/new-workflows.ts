import { serviceAccounts } from "../../../config/naming";
import { notTheController } from "./callers";
import { all, at, list, map } from "./cel";
import { permittedFields } from "./fields";
import type { Policy } from "./policy";

/** Labels by which the controller marks what it has done. */
const ownMarks = [
  "workflows.argoproj.io/completed",
  "workflows.argoproj.io/phase",
  "workflows.argoproj.io/workflow-archiving-status",
] as const;

/** A part of a library template that runs under an account of its own. */
export interface LibraryStep {
  /** As Argo stores it: `cluster/<template>/<part>`. */
  readonly key: string;
  readonly account: string;
  readonly image: string;
  readonly source: string;
}

/**
 * A workflow begins without a past: its status is the controller's. Argo's server stores the templates that it read
 * while it checked the workflow. Those that run under an account of their own are word for word the library's, and no
 * other one has such an account.
 */
export function newWorkflows(namespaces: readonly string[], steps: readonly LibraryStep[]): Policy {
  const stored = "variables.stored[k]";
  return {
    name: "new-workflows",
    namespaces,
    resources: [{ apiGroups: ["argoproj.io"], resources: ["workflows"], operations: ["CREATE"] }],
    conditions: [notTheController],
    variables: [
      { name: "status", expression: "dyn(object).?status.orValue({})" },
      { name: "labels", expression: "dyn(object).metadata.?labels.orValue({})" },
      { name: "stored", expression: "variables.status.?storedTemplates.orValue({})" },
      { name: "accounts", expression: map(steps.map(({ key, account }) => [key, account])) },
      { name: "images", expression: map(steps.map(({ key, image }) => [key, image])) },
      { name: "sources", expression: map(steps.map(({ key, source }) => [key, source])) },
    ],
    validations: [
      {
        // Clients send times that were never set.
        expression:
          `variables.status.all(f, f in ${list(permittedFields("WorkflowStatus", "submitted"))} && ` +
          "(f == 'storedTemplates' || variables.status[f] == null))",
        message:
          "A new workflow has no status. Submit it without one; to repeat a run, resubmit it without memoization.",
      },
      {
        expression: `variables.stored.all(k, ${all(
          `${at(stored, "podSpecPatch", "''")} == ''`,
          `k in variables.accounts ? (${all(
            `${at(stored, "serviceAccountName", "''")} == variables.accounts[k]`,
            `${at(stored, "script.image", "''")} == variables.images[k]`,
            `${at(stored, "script.source", "''")} == variables.sources[k]`,
            `!has(${stored}.container) && !has(${stored}.containerSet) && !has(${stored}.sidecars) && !has(${stored}.initContainers)`,
          )}) : (${all(
            `${at(stored, "serviceAccountName", "''")} in ['', '${serviceAccounts.workflow}']`,
            `!${at(stored, "automountServiceAccountToken", "false")}`,
          )})`,
        )})`,
        message:
          "A stored template of a new workflow is not the library's. Submit the workflow without a status.",
      },
      {
        expression: `variables.labels.all(l, !(l in ${list(ownMarks)}))`,
        message: `Only the controller sets the labels ${ownMarks.join(", ")}. Leave them out.`,
      },
    ],
  };
}
