import { approval, lanes, runExample, succeeds } from "../../shared/library/examples";
import { type Example, examples } from "../../shared/library/library";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import type { TeamFixture } from "../../shared/library/team-fixture";
import { phaseOf } from "../../shared/library/steps";
import { Application } from "../../shared/library/fixtures/application";
import type { Table } from "../../shared/table";

/** Each example of workflow-templates/examples succeeds. */
export async function exampleRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const all = examples();
  const unnamed = [...all.keys()].filter((name) => !lanes.flat().includes(name));
  if (unnamed.length > 0) throw new Error(`No lane has the examples ${unnamed.join(", ")}.`);
  await Promise.all(
    lanes.map(async (lane) => {
      for (const name of lane) {
        const example = all.get(name);
        if (example === undefined) throw new Error(`There is no example of ${name}.`);
        if (name === "release-pipeline") await releaseRow(table, library, example, fixture);
        else await table.row(`${name}: example`, "Succeeded", () => succeeds(library, example, fixture));
      }
    }),
  );
}

/** Its example, approved: production runs what staging ran, and the record says who and why. */
async function releaseRow(
  table: Table,
  library: LibraryInLab,
  example: Example,
  fixture: TeamFixture,
): Promise<void> {
  const { approver, reason } = approval;
  await table.row(
    "release-pipeline: example: production runs what staging ran, the record says who and why",
    { phase: "Succeeded", approver, reason, staging: true, production: true, notes: true },
    async () => {
      const outcome = await runExample(library, example, fixture);
      const { "deployment-name": name = "" } = example.parameters;
      const of = (namespace: string) => new Application(library.lab.api, namespace, name);
      const image = outcome.output("image") ?? "none";
      return {
        phase: phaseOf(outcome),
        approver: outcome.output("approver"),
        reason: outcome.output("reason"),
        // Other examples deploy to staging too, and may have done so since.
        staging: (await of(fixture.staging).images()).includes(image),
        production: (await of(fixture.target).image()) === image,
        notes: await library.runs.kept(outcome, "notes"),
      };
    },
  );
}
