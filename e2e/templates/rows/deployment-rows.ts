import { waitFor } from "../../lab/wait-for";
import { patientWait } from "../../shared/library/examples";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { Outcome } from "../../shared/library/runs";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const template = "deploy-kubernetes";

/** Rollouts that succeed, and those that must not start. */
export async function deploymentRows(
  table: Table,
  library: LibraryInLab,
  fixture: TeamFixture,
): Promise<void> {
  await Promise.all([
    twiceRow(table, library, fixture),
    dryRunRow(table, library, fixture),
    onceAtATimeRow(table, library, fixture),
    foreignNamespaceRow(table, library, fixture),
    tagRow(table, library, fixture),
  ]);
}

/** A second run of a finished deployment changes nothing. */
async function twiceRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const application = await fixture.application(fixture.target, "twice");
  const parameters = deployment(fixture, "twice", fixture.images.two);
  await table.row(
    `${template}: a new image, without a gap; then the same again`,
    {
      first: "Succeeded",
      from: "1",
      to: "2",
      gap: false,
      answers: ["two", "two"],
      second: "Succeeded",
      same: true,
    },
    async () => {
      const { result, seen } = await application.whileAsked(
        library.runs.run(fixture.team, template, parameters),
      );
      const generation = await application.generation();
      const again = await library.runs.run(fixture.team, template, parameters);
      return {
        first: phaseOf(result),
        from: result.output("previous-revision"),
        to: result.output("revision"),
        gap: seen.includes(""),
        answers: await application.answers(),
        second: phaseOf(again),
        same: (await application.generation()) === generation,
      };
    },
  );
}

async function dryRunRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const application = await fixture.application(fixture.target, "rehearsed");
  await table.row(`${template}: a dry run changes nothing`, ["Succeeded", "1", 1], async () => {
    const parameters = { ...deployment(fixture, "rehearsed", fixture.images.two), "dry-run": "true" };
    const outcome = await library.runs.run(fixture.team, template, parameters);
    return [phaseOf(outcome), await application.revision(), await application.generation()];
  });
}

/** Two deployments to one target at once: the rollouts don't overlap, whichever is first. */
async function onceAtATimeRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const application = await fixture.application(fixture.target, "wanted");
  await table.row(
    `${template}: two for one target at once: one waits and says so, both succeed`,
    { waited: true, phases: ["Succeeded", "Succeeded"], overlap: false, revision: "3" },
    async () => {
      const given = [fixture.images.two, fixture.images.three].map((image) =>
        deployment(fixture, "wanted", image),
      );
      const runs = await library.runs.submitTogether(fixture.team, template, given);
      const waits = async (): Promise<true | undefined> => {
        const looks = await Promise.all(runs.map((name) => library.runs.now(fixture.team, template, name)));
        return looks.some((each) => /[Ww]aiting for .*lock/.test(each.said)) ? true : undefined;
      };
      const waited = await waitFor("one of two waits for the other", waits);
      const outcomes = await Promise.all(runs.map((name) => library.runs.end(fixture.team, template, name)));
      return {
        waited,
        phases: outcomes.map(phaseOf),
        overlap: overlap(outcomes),
        revision: await application.revision(),
      };
    },
  );
}

function overlap(outcomes: readonly Outcome[]): boolean {
  const spans = outcomes
    .map((each) => each.pods.find(({ templateName }) => templateName === "rollout"))
    .map((pod) => [Date.parse(pod?.startedAt ?? ""), Date.parse(pod?.finishedAt ?? "")] as const)
    .sort(([one], [other]) => one - other);
  const [first, second] = spans;
  return first === undefined || second === undefined || second[0] < first[1];
}

/** A namespace that the team's deployTo doesn't list: refused with a sentence, nothing changed. */
async function foreignNamespaceRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const application = await fixture.application("frontend", "foreign");
  await table.row(
    `${template}: a namespace that deployTo doesn't list`,
    { phase: "Failed", said: true, generation: 1 },
    async () => {
      const parameters = { ...deployment(fixture, "foreign", fixture.images.two), namespace: "frontend" };
      const outcome = await library.runs.run(fixture.team, template, parameters);
      return {
        phase: outcome.phase,
        said: /namespace frontend is not in this team's deployTo list/.test(outcome.said) || outcome.said,
        generation: await application.generation(),
      };
    },
  );
}

/** An image by a tag is refused before a pod starts. */
async function tagRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  await table.row(`${template}: an image by its tag`, { pods: 0, said: true }, async () => {
    const image = `${names.registry}/backend/web:two`;
    const outcome = await library.runs.run(fixture.team, template, deployment(fixture, "any", image));
    return { pods: outcome.pods.length, said: outcome.said.includes('image is "') || outcome.said };
  });
}

function deployment(fixture: TeamFixture, name: string, image: string) {
  return { "deployment-name": name, namespace: fixture.target, image, "wait-timeout": patientWait };
}
