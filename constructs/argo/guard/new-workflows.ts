import { notTheController } from "./callers";
import { list, literal, text } from "./cel";
import { permittedFields } from "./fields";
import type { Policy } from "./policy";

/** Says which schedule a workflow is a run of. */
const scheduleLabel = "workflows.argoproj.io/cron-workflow";

/** Labels by which the controller marks what it has done. */
const ownMarks = [
  "workflows.argoproj.io/completed",
  "workflows.argoproj.io/phase",
  "workflows.argoproj.io/workflow-archiving-status",
] as const;

export interface NewWorkflowsProps {
  /** ClusterWorkflowTemplates that Argo's server may store in a workflow. */
  readonly known: readonly string[];
  /** Names of the schedules in each namespace that has some. */
  readonly schedules: Readonly<Record<string, readonly string[]>>;
}

/**
 * A workflow begins without a past: its status is the controller's. Argo's server stores the templates that it read
 * while it checked the workflow; the rules `stored-library-templates` and `stored-team-templates` compare them.
 */
export function newWorkflows(namespaces: readonly string[], { known, schedules }: NewWorkflowsProps): Policy {
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
        // Clients send times that were never set.
        expression:
          `variables.status.all(f, f in ${list(permittedFields("WorkflowStatus", "submitted"))} && ` +
          "(f == 'storedTemplates' || variables.status[f] == null))",
        message:
          "A new workflow has no status. Submit it without one; to repeat a run, resubmit it without memoization.",
      },
      {
        expression:
          "variables.status.?storedTemplates.orValue({}).all(k, k.startsWith('namespaced/') || " +
          `(k.startsWith('cluster/') && k.split('/')[1] in ${list(known)}))`,
        message:
          "A stored template of a new workflow is of no known ClusterWorkflowTemplate. Run a template of the library, or ask the platform to add yours to workflows.clusterTemplates.",
      },
      {
        expression: "dyn(object).metadata.?finalizers.orValue([]) == []",
        message: "Only the controller sets finalizers. Leave them out.",
      },
      {
        // A schedule that somebody runs now owns its run, and a resubmit keeps the owner.
        expression:
          "dyn(object).metadata.?ownerReferences.orValue([]).all(o, " +
          "o.apiVersion == 'argoproj.io/v1alpha1' && o.kind == 'CronWorkflow' && " +
          `o.name == variables.labels[?${text(scheduleLabel)}].orValue(''))`,
        message:
          "Only the schedule that a new workflow is a run of owns it. Leave ownerReferences out, or run the schedule: argo submit --from cronwf/<name>.",
      },
      {
        expression: `variables.labels.all(l, !(l in ${list(ownMarks)}))`,
        message: `Only the controller sets the labels ${ownMarks.join(", ")}. Leave them out.`,
      },
      {
        // A workflow with a single step has a pod of its own name.
        expression: "!dyn(object).metadata.?name.orValue('').matches('-[0-9]{6,}$')",
        message:
          "A workflow's name may not end in a hyphen and six or more digits: Argo names the pods of steps so. Choose another name.",
      },
      ...(Object.keys(schedules).length === 0
        ? []
        : [
            {
              // The controller names a schedule's runs like steps of such a workflow.
              expression: `!(dyn(object).metadata.?name.orValue('') in ${literal(schedules)}[?request.namespace].orValue([]))`,
              message: "A workflow may not have the name of a schedule. Choose another name.",
            },
          ]),
    ],
  };
}
