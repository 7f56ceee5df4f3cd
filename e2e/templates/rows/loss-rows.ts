import { waitFor } from "../../lab/wait-for";
import type { Stage } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { Sandbox } from "../../shared/library/sandbox";
import { phaseOf } from "../../shared/library/steps";
import type { Table } from "../../shared/table";

/**
 * A pod that its node loses is run again and the workflow succeeds. (A failed deployment is not: rollout-rows.ts counts
 * its tries.)
 */
export async function lossRows(table: Table, stage: Stage, sandbox: Sandbox): Promise<void> {
  await table.row(
    "run-integration-tests: the node of the test is shut down: run again, and it succeeds",
    { lost: true, phase: "Succeeded", starts: 2 },
    async () => {
      const { lab, runs } = stage;
      const template = "run-integration-tests";
      const name = await runs.submit(sandbox.team, template, {
        "git-repo": `https://${names.git}/backend/api`,
        "test-image": "docker.io/library/node:24.18.0-bookworm",
        "test-command": "sleep 8",
        "report-path": "",
      });
      const pod = await waitFor("the test runs", () => runningPod(stage, sandbox.team, name, "-test-"));
      await lab.node.losePod(sandbox.team, pod, "shutdown");
      const outcome = await runs.end(sandbox.team, template, name);
      const starts = outcome.pods.filter(({ templateName }) => templateName === "test").length;
      return { lost: true, phase: phaseOf(outcome), starts };
    },
  );
}

/** Name of a run's pod that has a part, once its main container runs. */
async function runningPod(
  { lab }: Stage,
  namespace: string,
  workflow: string,
  part: string,
): Promise<string | undefined> {
  const selector = encodeURIComponent(`workflows.argoproj.io/workflow=${workflow}`);
  const { items } = await lab.api.get<{ items: Pod[] }>(
    `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`,
  );
  return items.find(
    ({ metadata, status }) =>
      metadata.name.includes(part) &&
      status?.containerStatuses?.some(({ name, state }) => name === "main" && state?.running !== undefined),
  )?.metadata.name;
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly containerStatuses?: readonly {
      readonly name: string;
      readonly state?: { readonly running?: object };
    }[];
  };
}
