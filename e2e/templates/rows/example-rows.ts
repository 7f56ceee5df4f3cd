import { type Example } from "../../../config/workflow-library";
import { generatedFiles } from "../../shared/backstage/generated-forms";
import { approval, exampleSequences, runExample, succeeds } from "../../shared/library/examples";
import { Application } from "../../shared/library/fixtures/application";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

export interface ExampleOptions {
  /** Whether to run the examples of templates for which Backstage has a form, too. */
  readonly withForms: boolean;
}

/** Each example of workflow-templates/examples succeeds. */
export async function exampleRows(
  table: Table,
  library: LibraryInLab,
  fixture: TeamFixture,
  { withForms }: ExampleOptions,
): Promise<void> {
  const { templates: forms } = generatedFiles(library.stacks.environment);
  await Promise.all(
    exampleSequences().map(async (sequence) => {
      for (const example of sequence) {
        const name = example.template;
        if (!withForms && forms.has(`${name}.yaml`)) continue;
        if (name === "release-pipeline") await releaseRow(table, library, example, fixture);
        else await table.row(`${name}: example`, "Succeeded", () => succeeds(library, example, fixture));
      }
    }),
  );
}

/** The approved release: production runs the image that staging ran, and the outputs say who approved and why. */
async function releaseRow(
  table: Table,
  library: LibraryInLab,
  example: Example,
  fixture: TeamFixture,
): Promise<void> {
  const { approver, reason } = approval;
  await table.row(
    "release-pipeline: example: production runs the image of staging, the outputs say who approved and why",
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
        // Other examples also deploy to staging, so its current image may be newer.
        staging: (await of(fixture.staging).images()).includes(image),
        production: (await of(fixture.target).image()) === image,
        notes: await library.runs.kept(outcome, "notes"),
      };
    },
  );
}
