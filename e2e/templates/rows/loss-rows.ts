import { waitFor } from "../../lab/wait-for";
import { Cluster } from "../../shared/cluster";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

/**
 * A pod that its node loses runs again, and the workflow succeeds. (A failed deployment does not run again:
 * rollout-rows.ts counts its tries.)
 */
export async function lossRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  await table.row(
    "run-integration-tests: the node of the test shuts down: the test runs again and succeeds",
    { lost: true, phase: "Succeeded", starts: 2 },
    async () => {
      const { lab, runs } = library;
      const template = "run-integration-tests";
      const name = await runs.submit(fixture.team, template, {
        "git-repo": `https://${names.git}/backend/api`,
        "test-image": "docker.io/library/node:24.18.0-bookworm",
        "test-command": "node scripts/until-released.mjs",
        "report-path": "",
      });
      const pod = await waitFor("the test runs", () => runningPod(library, fixture.team, name, ".test("));
      await lab.node.losePod(fixture.team, pod.name, "shutdown");
      const second = await waitFor("the test runs again", () =>
        runningPod(library, fixture.team, name, ".test(", pod.uid),
      );
      await new Cluster(lab).release(fixture.team, second.name);
      const outcome = await runs.end(fixture.team, template, name);
      const starts = outcome.pods.filter(({ templateName }) => templateName === "test").length;
      return { lost: true, phase: phaseOf(outcome), starts };
    },
  );
}

/** A pod of a run, other than a known one, whose step's name has this part and whose main container runs. */
async function runningPod(
  { lab }: LibraryInLab,
  namespace: string,
  workflow: string,
  part: string,
  known?: string,
): Promise<Pod["metadata"] | undefined> {
  const selector = encodeURIComponent(`workflows.argoproj.io/workflow=${workflow}`);
  const { items } = await lab.api.get<{ items: Pod[] }>(
    `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`,
  );
  return items.find(
    ({ metadata, status }) =>
      metadata.annotations[nodeName]?.includes(part) === true &&
      metadata.uid !== known &&
      status?.containerStatuses?.some(({ name, state }) => name === "main" && state?.running !== undefined),
  )?.metadata;
}

/** Argo's annotation with the name of the step. */
const nodeName = "workflows.argoproj.io/node-name";

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly status?: {
    readonly containerStatuses?: readonly {
      readonly name: string;
      readonly state?: { readonly running?: object };
    }[];
  };
}
