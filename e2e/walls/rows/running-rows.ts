import type { KubernetesObject } from "../../lab/kubernetes-api";
import { type Attempt, passes, refused } from "../attempt";
import { platform } from "../caller";
import { change, controller, editor, pathOf, submission, submitter } from "../objects";
import { workflows } from "../prepare";

type Nodes = Record<string, Record<string, unknown>>;

/** A stored workflow's nodes, changed. */
function nodesOf(name: string, changes: Nodes): { status: { nodes: Nodes } } {
  const { status } = workflows.find(({ metadata }) => metadata.name === name) as KubernetesObject & {
    status: { nodes: Nodes };
  };
  const nodes = Object.entries(changes).map(([id, more]) => [id, { ...status.nodes[id], ...more }]);
  return { status: { nodes: Object.fromEntries(nodes) as Nodes } };
}

const waiting = pathOf.workflow("waiting");
const failed = pathOf.workflow("failed");
const compressed = pathOf.workflow("compressed");
const now = "2026-11-28T02:00:00Z";
const answer = (value: string, more = {}) =>
  nodesOf("waiting", {
    "waiting-2": {
      phase: "Succeeded",
      finishedAt: now,
      message: "resumed",
      outputs: {
        parameters: [
          { name: "decision", value },
          { name: "fixed", value: "given" },
        ],
      },
      ...more,
    },
  });
const again = {
  metadata: { labels: { "workflows.argoproj.io/completed": null, "workflows.argoproj.io/actor": "bob" } },
};
/** What Argo's server writes for a retry of the workflow that failed. */
const retry = (nodes: Record<string, unknown> = {}, status: object = {}) => ({
  ...again,
  status: {
    phase: null,
    message: null,
    startedAt: now,
    finishedAt: null,
    conditions: [{ type: "Completed", status: "False" }],
    storedWorkflowTemplateSpec: { shutdown: null },
    nodes: {
      failed: { phase: "Running", finishedAt: null, startedAt: now },
      "failed-1": { children: null },
      "failed-3": null,
      "failed-4": null,
      ...nodes,
    },
    ...status,
  },
});

/** What people change of a workflow that exists. */
export const runningRows: readonly Attempt[] = [
  passes("stop", submitter, change(waiting, { spec: { shutdown: "Stop" } })),
  passes("suspend", submitter, change(waiting, { spec: { suspend: true } })),
  passes("an answer to a waiting step", submitter, change(waiting, answer("approved"))),
  passes(
    "an answer that the step lists, without success",
    submitter,
    change(waiting, answer("declined", { phase: "Failed", message: "not today" })),
  ),
  passes("stop of a compressed workflow", submitter, change(compressed, { spec: { shutdown: "Stop" } })),
  passes(
    "a resubmit",
    submitter,
    submission({}, {}, { labels: { "workflows.argoproj.io/resubmitted-from-workflow": "failed" } }),
  ),
  passes(
    "an answer that leaves the step waiting",
    submitter,
    change(waiting, answer("approved", { phase: "Running", finishedAt: null })),
  ),
  passes(
    "a waiting step ended without success",
    submitter,
    change(waiting, nodesOf("waiting", { "waiting-2": { phase: "Failed", finishedAt: now } })),
  ),
  passes(
    "who acted last",
    submitter,
    change(waiting, { metadata: { labels: { "workflows.argoproj.io/actor": "bob" } } }),
  ),
  passes("a retry of what failed", submitter, change(failed, retry())),
  passes(
    "a retry that asks for the approval again",
    submitter,
    change(
      failed,
      retry({
        "failed-1": {
          phase: "Running",
          finishedAt: null,
          children: null,
          outputs: { parameters: [{ name: "decision", valueFrom: { supplied: {} } }] },
        },
      }),
    ),
  ),
  passes(
    "the end of a pause that asks for nothing",
    submitter,
    change(waiting, nodesOf("waiting", { "waiting-4": { phase: "Succeeded", finishedAt: now } })),
  ),
  passes(
    "the end of a step that was answered before",
    submitter,
    change(waiting, nodesOf("waiting", { "waiting-5": { phase: "Succeeded", finishedAt: now } })),
  ),
  ...(
    [
      ["an approval's judgment", "waiting-3"],
      ["the check of parameters", "waiting-6"],
      ["the judgment of an approval that runs by itself", "waiting-7"],
    ] as const
  ).map(([name, id]) =>
    refused(
      "running-workflows",
      "The steps of a workflow can't be changed",
      `the end of ${name} in its place`,
      submitter,
      change(waiting, nodesOf("waiting", { [id]: { phase: "Succeeded", finishedAt: now } })),
    ),
  ),
  refused(
    "running-workflows",
    "The steps of a workflow can't be changed",
    "a retry that sets a failed check back",
    submitter,
    change(failed, retry({ "failed-4": { phase: "Running", finishedAt: null } })),
  ),
  passes(
    "finalizers, by the platform",
    platform,
    change(waiting, { metadata: { finalizers: ["example.com/keep"] } }),
  ),
  ...(
    [
      ["an owner", { ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "x", uid: "x" }] }],
      ["a finalizer", { finalizers: ["example.com/keep"] }],
    ] as const
  ).map(([name, metadata]) =>
    refused(
      "running-workflows",
      "The owners and finalizers",
      `${name} of a workflow that runs`,
      submitter,
      change(waiting, { metadata }),
    ),
  ),
  passes(
    "progress, by the controller",
    controller,
    change(waiting, { status: { phase: "Succeeded", nodes: {} } }),
  ),

  ...(
    [
      ["another template", { spec: { workflowTemplateRef: { name: "deploy-kubernetes" } } }],
      ["another entrypoint", { spec: { entrypoint: "rollout" } }],
      ["another service account", { spec: { serviceAccountName: "argo-deployer" } }],
      ["a longer deadline", { spec: { activeDeadlineSeconds: 99_999 } }],
    ] as const
  ).map(([name, body]) =>
    refused(
      "running-workflows",
      "The specification of",
      `${name} of a workflow that runs`,
      submitter,
      change(waiting, body),
    ),
  ),
  refused(
    "running-workflows",
    "The specification of",
    "another template, by the platform",
    platform,
    change(waiting, { spec: { workflowTemplateRef: { name: "deploy-kubernetes" } } }),
  ),
  refused(
    "running-workflows",
    "The arguments of",
    "other arguments of a workflow that runs",
    submitter,
    change(waiting, { spec: { arguments: { parameters: [{ name: "subject", value: "api 2.0.0" }] } } }),
  ),
  refused(
    "running-workflows",
    "The arguments of",
    "a retry with other parameters after an approval",
    submitter,
    change(failed, {
      ...retry(),
      spec: { arguments: { parameters: [{ name: "subject", value: "api 2.0.0" }] } },
    }),
  ),
  ...(
    [
      ["who started it", { labels: { "workflows.argoproj.io/creator": "bob" } }],
      ["a person's mark", { labels: { "aws-argo-infra/user": "bob" } }],
      ["its completion", { labels: { "workflows.argoproj.io/completed": "true" } }],
      ["Argo's own annotations", { annotations: { "workflows.argoproj.io/pod-name-format": "v1" } }],
    ] as const
  ).map(([name, metadata]) =>
    refused(
      "running-workflows",
      "The labels of",
      `${name}, changed later`,
      submitter,
      change(waiting, { metadata }),
    ),
  ),
  ...(
    [
      ["stored parts of templates", { storedTemplates: { "cluster/approval/main": { name: "main" } } }],
      ["compressed steps", { compressedNodes: "AAAA" }],
      ["offloaded steps", { offloadNodeStatusVersion: "fnv:1" }],
      ["the artifact repository", { artifactRepositoryRef: { default: true } }],
      ["outputs of the workflow", { outputs: { result: "x" } }],
      ["locks", { synchronization: { mutex: { holding: [] } } }],
    ] as const
  ).map(([name, status]) =>
    refused(
      "running-workflows",
      "This part of a workflow's status",
      `${name}, changed later`,
      submitter,
      change(waiting, { status }),
    ),
  ),
  refused(
    "running-workflows",
    "This part of a workflow's status",
    "a compressed workflow that loses its steps",
    editor,
    change(compressed, { status: { compressedNodes: null } }),
  ),
  refused(
    "running-workflows",
    "The status of a workflow",
    "the phase of a workflow that runs",
    submitter,
    change(waiting, { status: { phase: "Succeeded" } }),
  ),
  refused(
    "running-workflows",
    "The template that a workflow runs",
    "the stored template",
    submitter,
    change(waiting, { status: { storedWorkflowTemplateSpec: { serviceAccountName: "argo-deployer" } } }),
  ),
  refused(
    "running-workflows",
    "The template that a workflow runs",
    "the stored arguments",
    submitter,
    change(waiting, { status: { storedWorkflowTemplateSpec: { arguments: null } } }),
  ),
  refused(
    "running-workflows",
    "Nobody but the controller adds",
    "a step of one's own",
    submitter,
    change(waiting, { status: { nodes: { mine: { id: "mine", name: "mine", type: "Pod" } } } }),
  ),
  refused(
    "running-workflows",
    "A retry runs again only what failed",
    "a retry of what succeeded",
    submitter,
    change(failed, retry({ "failed-2": null, failed: { phase: "Running", children: ["failed-1"] } })),
  ),
  refused(
    "running-workflows",
    "A retry runs again only what failed",
    "a step taken away while the workflow runs",
    submitter,
    change(waiting, { status: { nodes: { "waiting-1": null } } }),
  ),
  ...(
    [
      ["the outputs of a step that ended", { "waiting-1": { outputs: { result: "other" } } }],
      ["the phase of a step that ended", { "waiting-1": { phase: "Failed" } }],
      [
        "an output that a waiting step didn't ask for",
        {
          "waiting-2": {
            phase: "Succeeded",
            outputs: {
              parameters: [
                { name: "decision", value: "approved" },
                { name: "fixed", value: "other" },
              ],
            },
          },
        },
      ],
      [
        "an additional output of a waiting step",
        {
          "waiting-2": {
            outputs: {
              parameters: [
                { name: "decision", value: "approved" },
                { name: "fixed", value: "given" },
                { name: "more", value: "x" },
              ],
            },
          },
        },
      ],
      [
        "an expression as an answer",
        {
          "waiting-2": {
            phase: "Succeeded",
            outputs: {
              parameters: [
                { name: "decision", value: "{{=1}}" },
                { name: "fixed", value: "given" },
              ],
            },
          },
        },
      ],
      [
        "an answer that the step doesn't list",
        {
          "waiting-2": {
            phase: "Succeeded",
            outputs: {
              parameters: [
                { name: "decision", value: "yes" },
                { name: "fixed", value: "given" },
              ],
            },
          },
        },
      ],
      ["a waiting step that is skipped", { "waiting-2": { phase: "Skipped" } }],
      ["a waiting step that is an error", { "waiting-2": { phase: "Error" } }],
      ["a waiting step that began later", { "waiting-2": { startedAt: now } }],
      ["a waiting step with other inputs", { "waiting-2": { inputs: { parameters: [] } } }],
      ["a waiting step that becomes another", { "waiting-2": { type: "Pod" } }],
      [
        "an artifact of a waiting step",
        {
          "waiting-2": {
            outputs: {
              parameters: [
                { name: "decision", value: "approved" },
                { name: "fixed", value: "given" },
              ],
              artifacts: [{ name: "a", s3: { key: "artifacts/team-data/x" } }],
            },
          },
        },
      ],
    ] as const
  ).map(([name, nodes]) =>
    refused(
      "running-workflows",
      "The steps of a workflow",
      name,
      submitter,
      change(waiting, nodesOf("waiting", nodes as unknown as Nodes)),
    ),
  ),
  refused(
    "running-workflows",
    "This part of a workflow's status",
    "a retry of a compressed workflow",
    submitter,
    change(compressed, { status: { phase: "Running", compressedNodes: "AAAA" } }),
  ),
  refused(
    "running-workflows",
    "The steps of a workflow",
    "a retry that answers the approval again",
    submitter,
    change(
      failed,
      retry({
        "failed-1": { children: null, outputs: { parameters: [{ name: "decision", value: "other" }] } },
      }),
    ),
  ),
  refused(
    "running-workflows",
    "The steps of a workflow",
    "a retry that changes a step that succeeded",
    submitter,
    change(failed, retry({ "failed-2": { outputs: { result: "other" } } })),
  ),
  passes(
    "a schedule turned off by a member",
    submitter,
    change(pathOf.cron("nightly"), { spec: { suspend: true } }),
  ),
  refused(
    "schedules",
    "Only suspend of a schedule",
    "a schedule's time changed by a member",
    submitter,
    change(pathOf.cron("nightly"), { spec: { schedules: ["* * * * *"] } }),
  ),
  refused(
    "schedules",
    "Only suspend of a schedule",
    "a schedule's workflow changed by an editor",
    editor,
    change(pathOf.cron("nightly"), { spec: { workflowSpec: { suspend: true } } }),
  ),
  passes(
    "a schedule's status, by the controller",
    controller,
    change(pathOf.cron("nightly"), {
      status: {
        phase: "Active",
        active: [],
        conditions: [],
        succeeded: 1,
        failed: 0,
        lastScheduledTime: now,
      },
    }),
  ),
  refused(
    "schedules",
    "Only suspend of a schedule",
    "a schedule's status changed by a member",
    submitter,
    change(pathOf.cron("nightly"), {
      status: {
        phase: "Stopped",
        active: [],
        conditions: [],
        succeeded: 1,
        failed: 0,
        lastScheduledTime: now,
      },
    }),
  ),
];
