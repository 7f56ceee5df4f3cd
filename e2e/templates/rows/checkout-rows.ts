import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import {
  allowedBranches,
  command,
  hostileFiles,
  hostileSubmodules,
  refusedBranches,
} from "../../shared/library/fixtures/hostile-repositories";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { Outcome } from "../../shared/library/runs";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const template = "checkout";
const address = (repository: string): string => `https://${names.git}/backend/${repository}`;

/** Hostile repositories: checked out unchanged or refused with a sentence, and nothing in them is executed. */
export async function checkoutRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { runs, loadTarget } = library;
  const checkout = (repository: string, more = {}): Promise<Outcome> =>
    runs.run(fixture.team, template, { "git-repo": address(repository), ...more });
  await Promise.all([
    table.row(`${template}: hostile names of branches are refused`, refusedBranches, async () => {
      const outcomes = await Promise.all(
        refusedBranches.map((revision) => checkout("hostile", { revision })),
      );
      const wrong = outcomes.filter(
        ({ pods, said }) => pods.length > 0 || !/revision (is "|holds)/.test(said),
      );
      return wrong.length > 0 ? wrong.map(phaseOf) : refusedBranches;
    }),
    table.row(
      `${template}: unusual names of branches and hostile names of files are checked out`,
      { phases: allowedBranches.map(() => "Succeeded"), files: [...hostileFiles].sort() },
      async () => {
        const outcomes: Outcome[] = [];
        for (const revision of allowedBranches) outcomes.push(await checkout("hostile", { revision }));
        return { phases: outcomes.map(phaseOf), files: await filesOf(library, outcomes[0]) };
      },
    ),
    submoduleRow(table, checkout),
    table.row(
      `${template}: a commit on a branch is told apart from one that is on no branch or tag`,
      { first: "true", fork: "false" },
      async () => {
        const { first, fork } = library.repositories;
        const reachable = async (revision: string) =>
          (await checkout("api", { revision })).output("reachable");
        return { first: await reachable(first), fork: await reachable(fork) };
      },
    ),
  ]);
  await table.row(
    `${template}: nothing in a hostile repository was executed`,
    0,
    () => loadTarget.trapRequests,
  );
  await table.row(`${template}: the trap notices an execution`, 1, async () => {
    await runs.run(fixture.team, "run-integration-tests", {
      "git-repo": address("hostile"),
      "test-image": "docker.io/library/node:24.18.0-bookworm",
      "test-command": command,
      "report-path": "",
    });
    return loadTarget.trapRequests;
  });
}

async function submoduleRow(table: Table, checkout: (repository: string) => Promise<Outcome>): Promise<void> {
  const kinds = Object.keys(hostileSubmodules);
  await table.row(`${template}: hostile submodules are refused`, kinds, async () => {
    const judged = kinds.map(async (kind, number) => {
      const { phase, said } = await checkout(`hostile-submodule-${number}`);
      const sentence = /cannot fetch the submodules of \S+: (fatal|error): .+/.test(said);
      return phase === "Failed" && sentence ? kind : `${kind}: ${phase}: ${said}`;
    });
    return Promise.all(judged);
  });
}

/** Names of the files with the right content in the artifact of a checkout. */
async function filesOf({ lab, runs }: LibraryInLab, outcome: Outcome | undefined): Promise<string[]> {
  const source = outcome === undefined ? undefined : await runs.artifact(outcome, "source");
  if (source === undefined) return ["no artifact"];
  const folder = join(lab.folder, "checked-out");
  mkdirSync(folder);
  execFileSync("tar", ["-xzf", "-", "-C", folder, "--strip-components=1"], { input: source });
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith(".git/"))
    .filter((path) => readFileSync(join(folder, path), "utf8") === `content of ${path}`)
    .sort();
}
