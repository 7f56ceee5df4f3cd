import { isDeployer } from "./callers";
import { list } from "./cel";
import type { Policy } from "./policy";

/** What a sync may say: which revision, and how. Not what else to apply. */
const syncFields = ["revision", "revisions", "prune", "dryRun", "syncOptions", "syncStrategy", "resources"];

/** Deploy steps start a sync of an Argo CD Application; what it deploys, and where, stays as Git and the platform say. */
export function applications(targets: readonly string[]): Policy {
  return {
    name: "applications",
    namespaces: targets,
    resources: [
      { apiGroups: ["argoproj.io"], resources: ["applications"], operations: ["CREATE", "UPDATE"] },
    ],
    conditions: [isDeployer],
    validations: [
      {
        expression: "request.operation == 'UPDATE' && dyn(object).?spec == dyn(oldObject).?spec",
        message:
          "A deploy step may not change an Application's project, source or destination, or create one. Change it in Git.",
      },
      {
        expression: "request.operation == 'CREATE' || dyn(object).?status == dyn(oldObject).?status",
        message: "The status of an Application is Argo CD's.",
      },
      {
        expression: `dyn(object).?operation.?sync.orValue({}).all(f, f in ${list(syncFields)}) || dyn(object).?operation == dyn(oldObject).?operation`,
        message:
          "A sync that a deploy step starts may not bring its own source or manifests. Sync what the Application names.",
      },
    ],
  };
}
