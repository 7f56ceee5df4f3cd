import type { KubernetesObject } from "../../lab/kubernetes-api";
import { type Attempt, passes, refused } from "../attempt";
import { change, pathOf, submitter } from "../objects";
import { workflows } from "../stored-workflows";

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

/** What people change of the steps of a workflow that runs: they answer what waits, and change nothing else. */
export const stepRows: readonly Attempt[] = [
  passes("an answer to a waiting step", submitter, change(waiting, answer("approved"))),
  passes(
    "an answer that the step lists, without success",
    submitter,
    change(waiting, answer("declined", { phase: "Failed", message: "not today" })),
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
    "Nobody but the controller adds",
    "a step of one's own",
    submitter,
    change(waiting, { status: { nodes: { mine: { id: "mine", name: "mine", type: "Pod" } } } }),
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
];
