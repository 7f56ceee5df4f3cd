import { patientWait } from "../../shared/library/examples";
import { Application } from "../../shared/library/fixtures/application";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { Parameters } from "../../shared/library/runs";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const template = "deploy-helm";

/** A release that is installed, upgraded, upgraded without changes, and rolled back. */
export async function helmRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { images } = fixture;
  const upgrade = (values: object, more: Parameters = {}) =>
    library.runs.run(fixture.team, template, {
      "release-name": "shop",
      namespace: fixture.target,
      chart: `oci://${names.charts}/charts/web`,
      "chart-version": "2.1.0",
      values: JSON.stringify(values),
      "wait-timeout": patientWait,
      ...more,
    });
  const application = new Application(library.lab.api, fixture.target, "web-shop");
  await table.row(
    `${template}: installed, upgraded, the same again changes nothing`,
    {
      phases: ["Succeeded", "Succeeded", "Succeeded"],
      revisions: ["1", "2", "2"],
      answers: ["two"],
      same: true,
    },
    async () => {
      const first = await upgrade({ image: images.one });
      const second = await upgrade({ image: images.two });
      const generation = await application.generation();
      const third = await upgrade({ image: images.two });
      return {
        phases: [first, second, third].map(phaseOf),
        revisions: [first, second, third].map((each) => each.output("revision")),
        answers: await application.answers(),
        same: generation === (await application.generation()),
      };
    },
  );
  await table.row(
    `${template}: the new pods never get ready: rolled back, the old ones serve throughout`,
    { phase: "Failed", said: true, image: images.two, answers: ["two"] },
    async () => {
      const { result, seen } = await application.whileAsked(
        upgrade({ image: images.deaf }, { "wait-timeout": "40" }),
      );
      await application.settled();
      return {
        phase: result.phase,
        said: /has been rolled back due to atomic being set/.test(result.said) || result.said,
        image: await application.image(),
        answers: seen,
      };
    },
  );
  await table.row(`${template}: a namespace that deployTo doesn't list`, ["Failed", true], async () => {
    const outcome = await upgrade({}, { namespace: "frontend" });
    return [
      outcome.phase,
      /namespace frontend is not in this team's deployTo list/.test(outcome.said) || outcome.said,
    ];
  });
  await table.row(`${template}: a dry run changes nothing`, ["Succeeded", images.two], async () => {
    const outcome = await upgrade({ image: images.three }, { "dry-run": "true" });
    return [phaseOf(outcome), await application.image()];
  });
}
