import { isKubernetes, isPlatform, notTheController } from "./callers";
import { all, list } from "./cel";
import { controllerFields } from "./fields";
import { isLibraryPart } from "./library-part";
import type { Policy } from "./policy";

const prefix = "workflows.argoproj.io/";
/** Argo's server writes down who acted last. */
const actor = ["actor", "actor-email", "actor-preferred-username", "action"].map((name) => prefix + name);
/** A retry takes them away. */
const ended = ["completed", "workflow-archiving-status"].map((name) => prefix + name);
/** What a retry resets of a workflow. */
const retriedFields = ["phase", "message", "startedAt", "finishedAt", "conditions"];
/** Nodes that only hold others together: a retry sets them back without running anything twice. */
const resettable = ["DAG", "Steps", "StepGroup", "TaskGroup", "Retry"];

/** Clients write out what is empty. */
const empty = "[dyn(null), dyn(''), dyn({}), dyn([])]";

/** The field `f` is the same in both maps, or empty in one and absent in the other. */
function same(one: string, other: string): string {
  return (
    `(${one}[?f].orValue(null) == ${other}[?f].orValue(null) || ` +
    `(${one}[?f].orValue(null) in ${empty} && ${other}[?f].orValue(null) in ${empty}))`
  );
}

/** Every field is the same in both maps, except for those that `free`, an expression of `f`, allows. */
function sameBut(one: string, other: string, free: string): string {
  const check = `.all(f, ${free} || ${same(one, other)})`;
  return `(${one}${check} && ${other}${check})`;
}

const node = "variables.newNodes[n]";
const before = "variables.oldNodes[n]";

/** Where the step's input of the same name lists the answers that it takes, `p` is one of them. */
const listed =
  `${before}.?inputs.?parameters.orValue([]).all(q, q.?name.orValue('') != p.?name.orValue('') || ` +
  "q.?enum.orValue([]) == [] || string(p.?value.orValue('')) in q.enum.map(e, string(e)))";

const decides = isLibraryPart(before, "variables.newSpec", "variables.decisions");

/** A waiting step that somebody answered or ended: its outputs are those that it asked for. */
const answered = all(
  `!variables.retried && ${before}.type == 'Suspend' && ${before}.?phase.orValue('') == 'Running'`,
  `${node}.?phase.orValue('') in ['Running', 'Succeeded', 'Failed']`,
  // A check of the library fails or succeeds by itself: nobody ends it in its place.
  `${node}.?phase.orValue('') != 'Succeeded' || !(${decides})`,
  sameBut(before, node, "f in ['phase', 'message', 'finishedAt', 'outputs']"),
  sameBut(`${before}.?outputs.orValue({})`, `${node}.?outputs.orValue({})`, "f == 'parameters'"),
  `size(${node}.?outputs.?parameters.orValue([])) == size(${before}.?outputs.?parameters.orValue([]))`,
  `${node}.?outputs.?parameters.orValue([]).all(i, p, p == ${before}.outputs.parameters[i] || ` +
    `(${before}.outputs.parameters[i].?valueFrom.?supplied.hasValue() && !has(p.valueFrom) && ` +
    `!string(p.?value.orValue('')).contains('{{') && ${listed} && ` +
    `p.all(f, f == 'value' || p[f] == ${before}.outputs.parameters[i][?f].orValue(null))))`,
);

const shorter = (field: string) =>
  `(${node}.?${field}.orValue([]) == ${before}.?${field}.orValue([]) || ${node}.?${field}.orValue([]) == ` +
  `${before}.?${field}.orValue([]).filter(c, c in variables.newNodes))`;

/** A node of the library's gate, which checks what a target demands. */
const isGate =
  `${before}.?templateScope.orValue('') == 'cluster/gate' || ` +
  `(${before}.?templateRef.?name.orValue('') == 'gate' && ${before}.?templateRef.?clusterScope.orValue(false)) || ` +
  "variables.newSpec.?workflowTemplateRef.?name.orValue('') == 'gate'";

/**
 * A node that a retry keeps, or sets back so that what is below it runs again. What a question or a pause decided
 * stays, and so does a check of a target that succeeded.
 */
const setBack = all(
  "variables.retried",
  shorter("children"),
  shorter("outboundNodes"),
  `${sameBut(before, node, "f in ['children', 'outboundNodes']")} || (${all(
    `${before}.type in ${list(resettable)} && (${node}.?phase.orValue('') == 'Running' || ${node}.?phase.orValue('') == ${before}.?phase.orValue(''))`,
    sameBut(
      before,
      node,
      "f in ['children', 'outboundNodes', 'phase', 'message', 'startedAt', 'finishedAt']",
    ),
    `${before}.?phase.orValue('') != 'Succeeded' || !(${isGate})`,
  )})`,
);

/** What a retry takes away, to run it again: what failed, what never ran, and the exit handler. */
const removable = all(
  "variables.retried",
  `${before}.?phase.orValue('Pending') in ['Failed', 'Error', 'Skipped', 'Omitted', 'Pending'] || ` +
    `${before}.type == 'Container' || ${before}.name.startsWith(object.metadata.name + '.onExit')`,
);

export interface RunningWorkflowsProps {
  /** Steps of the library that decide by themselves, as `<template>/<part>`. */
  readonly decisions: readonly string[];
  /** Templates of the library that make others wait at the same target. */
  readonly locking: readonly string[];
}

/**
 * A person stops, suspends and resumes a workflow, answers a waiting step, and retries what failed. Everything else of
 * a workflow that exists is the controller's.
 */
export function runningWorkflows(
  namespaces: readonly string[],
  { decisions, locking }: RunningWorkflowsProps,
): Policy {
  const status = "variables.oldStatus";
  const newStatus = "variables.newStatus";
  return {
    name: "running-workflows",
    namespaces,
    resources: [{ apiGroups: ["argoproj.io"], resources: ["workflows"], operations: ["UPDATE"] }],
    conditions: [notTheController],
    variables: [
      { name: "decisions", expression: list(decisions) },
      { name: "locking", expression: list(locking) },
      { name: "oldSpec", expression: "dyn(oldObject).?spec.orValue({})" },
      { name: "newSpec", expression: "dyn(object).?spec.orValue({})" },
      { name: "oldStatus", expression: "dyn(oldObject).?status.orValue({})" },
      { name: "newStatus", expression: "dyn(object).?status.orValue({})" },
      { name: "oldNodes", expression: "variables.oldStatus.?nodes.orValue({})" },
      { name: "newNodes", expression: "variables.newStatus.?nodes.orValue({})" },
      { name: "oldLabels", expression: "dyn(oldObject).metadata.?labels.orValue({})" },
      { name: "newLabels", expression: "dyn(object).metadata.?labels.orValue({})" },
      { name: "oldNotes", expression: "dyn(oldObject).metadata.?annotations.orValue({})" },
      { name: "newNotes", expression: "dyn(object).metadata.?annotations.orValue({})" },
      {
        name: "retried",
        expression:
          "variables.oldStatus.?phase.orValue('') in ['Failed', 'Error'] && variables.newStatus.?phase.orValue('') == ''",
      },
    ],
    validations: [
      {
        expression: sameBut(
          "variables.oldSpec",
          "variables.newSpec",
          "f in ['shutdown', 'suspend', 'arguments']",
        ),
        message:
          "The specification of a workflow that exists can't be changed, except to stop or suspend it. Submit a new one.",
      },
      {
        // It would keep its lock, or its place in the queue for it.
        expression:
          `!variables.newSpec.?suspend.orValue(false) || variables.oldSpec.?suspend.orValue(false) || ${isPlatform} || (` +
          all(
            "!(variables.newSpec.?workflowTemplateRef.?name.orValue('') in variables.locking)",
            `!${newStatus}.?storedTemplates.orValue({}).exists(k, k.startsWith('cluster/') && k.split('/')[1] in variables.locking)`,
          ) +
          ")",
        message:
          "A workflow that deploys can't be suspended: other teams that deploy to the same target would wait for it. Stop it, and submit it again later.",
      },
      {
        expression: sameBut(
          "variables.oldSpec.?arguments.orValue({})",
          "variables.newSpec.?arguments.orValue({})",
          "false",
        ),
        message:
          "The arguments of a workflow that exists can't be changed, by a retry neither. Resubmit it with other parameters.",
      },
      {
        expression: all(
          `variables.newLabels.all(l, l in ${list(actor)} || variables.newLabels[l] == variables.oldLabels[?l].orValue(null))`,
          `variables.oldLabels.all(l, l in variables.newLabels || l in ${list(actor)} || (variables.retried && l in ${list(ended)}))`,
          `variables.newNotes.all(l, !l.matches('^(workflows[.]argoproj[.]io|aws-argo-infra)/') || variables.newNotes[l] == variables.oldNotes[?l].orValue(null))`,
          `variables.oldNotes.all(l, !l.matches('^(workflows[.]argoproj[.]io|aws-argo-infra)/') || l in variables.newNotes)`,
        ),
        message:
          "The labels of a workflow that exists, and Argo's and this project's annotations, can't be changed: they say who started it and what it is.",
      },
      {
        expression:
          `${isPlatform} || ${isKubernetes} || ` +
          all(
            "dyn(oldObject).metadata.?ownerReferences.orValue([]) == dyn(object).metadata.?ownerReferences.orValue([])",
            "dyn(oldObject).metadata.?finalizers.orValue([]) == dyn(object).metadata.?finalizers.orValue([])",
          ),
        message:
          "The owners and finalizers of a workflow that exists can't be changed. Stop it, or let it expire.",
      },
      {
        expression: `${list(controllerFields("WorkflowStatus"))}.all(f, ${same(status, newStatus)})`,
        message:
          "This part of a workflow's status is the controller's alone. A very large workflow can't be resumed or retried through Argo's server: stop it and resubmit it.",
      },
      {
        expression: sameBut(
          status,
          newStatus,
          `f in ${list([...controllerFields("WorkflowStatus"), "nodes", "storedWorkflowTemplateSpec"])} || (variables.retried && (f in ${list(retriedFields)} || ` +
            `(f == 'persistentVolumeClaims' && ${newStatus}[?f].orValue(null) in ${empty})))`,
        ),
        message:
          "The status of a workflow that exists can't be changed. Stop, resume, answer or retry it; a workflow that succeeded is resubmitted.",
      },
      {
        expression: sameBut(
          `${status}.?storedWorkflowTemplateSpec.orValue({})`,
          `${newStatus}.?storedWorkflowTemplateSpec.orValue({})`,
          "(variables.retried && f == 'shutdown')",
        ),
        message:
          "The template that a workflow runs was stored when it began, and can't be changed. Submit a new one.",
      },
      {
        expression: "variables.newNodes.all(n, n in variables.oldNodes)",
        message: "Nobody but the controller adds steps to a workflow. Submit a new one.",
      },
      {
        expression: `variables.oldNodes.all(n, n in variables.newNodes || (${removable}))`,
        message:
          "A retry runs again only what failed; steps that succeeded stay. Resubmit the workflow to run all of it.",
      },
      {
        expression: `variables.newNodes.all(n, !(n in variables.oldNodes) || ${node} == ${before} || (${answered}) || (${setBack}))`,
        message:
          "The steps of a workflow can't be changed, except to answer a waiting step with the values that it asks for, or to retry what failed. If a retry is refused, resubmit the workflow.",
      },
    ],
  };
}
