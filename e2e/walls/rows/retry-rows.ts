import { type Attempt, passes, refused } from "../attempt";
import { change, pathOf, submitter } from "../objects";

const failed = pathOf.workflow("failed");
const compressed = pathOf.workflow("compressed");
const now = "2026-11-28T02:00:00Z";

/** A node that runs again. */
const running = { phase: "Running", finishedAt: null, startedAt: now };

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
      failed: running,
      "failed-1": { children: null },
      "failed-3": null,
      "failed-4": null,
      ...nodes,
    },
    ...status,
  },
});

/** A retry runs again what failed, with the same arguments and approvals. */
export const retryRows: readonly Attempt[] = [
  passes("a retry of what failed", submitter, change(failed, retry())),
  ...(
    [
      ["as it was asked", { supplied: {}, default: "expired" }],
      ["without a default", { supplied: {} }],
      ["with an answer as its default", { supplied: {}, default: "approved" }],
    ] as const
  ).map(([how, valueFrom]) =>
    refused(
      "running-workflows",
      "The steps of a workflow can't be changed",
      `a retry that sets an approval back, ${how}`,
      submitter,
      change(
        failed,
        retry({
          "failed-1": {
            phase: "Running",
            finishedAt: null,
            children: null,
            outputs: { parameters: [{ name: "decision", valueFrom }] },
          },
        }),
      ),
    ),
  ),
  passes(
    "a retry of steps of a target's check that failed, and of a group that succeeded",
    submitter,
    change(failed, retry({ "failed-7": running, "failed-8": running })),
  ),
  ...(
    [
      ["a target's check that succeeded", { "failed-5": running }],
      ["a part of a target's check that succeeded", { "failed-6": running }],
    ] as const
  ).map(([what, nodes]) =>
    refused(
      "running-workflows",
      "The steps of a workflow can't be changed",
      `a retry that sets back ${what}`,
      submitter,
      change(failed, retry(nodes)),
    ),
  ),
  refused(
    "running-workflows",
    "The status of a workflow",
    "a retry with volumes of one's own",
    submitter,
    change(
      failed,
      retry(
        {},
        { persistentVolumeClaims: [{ name: "work", persistentVolumeClaim: { claimName: "other" } }] },
      ),
    ),
  ),
  passes(
    "a retry without the volumes of the first run",
    submitter,
    change(failed, retry({}, { persistentVolumeClaims: null })),
  ),
  refused(
    "running-workflows",
    "The steps of a workflow can't be changed",
    "a retry that sets a failed check back",
    submitter,
    change(failed, retry({ "failed-4": { phase: "Running", finishedAt: null } })),
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
  refused(
    "running-workflows",
    "A retry runs again only what failed",
    "a retry of what succeeded",
    submitter,
    change(failed, retry({ "failed-2": null, failed: { phase: "Running", children: ["failed-1"] } })),
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
];
