import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { Outcome, Parameters } from "../../shared/library/runs";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const repository = `https://${names.git}/backend/api`;

/**
 * What `trustedRevisions` of the environment file decides: builds of its revisions write caches, and all builds read
 * them. The other builds come from branches that differ from main in nothing that is cached.
 */
export async function cacheRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  await Promise.all([dependencyRow(table, library, fixture), layerRow(table, library, fixture)]);
}

async function dependencyRow(table: Table, { runs }: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const template = "build-node-pnpm";
  // No other run builds with this version, so the cache is this row's own.
  const build = (revision: string) =>
    runs.run(fixture.team, template, { "git-repo": repository, revision, "node-version": "22" });
  await table.row(
    `${template}: only a trusted revision writes the cache of dependencies, and others read it`,
    {
      untrusted: { phase: "Succeeded", found: false, written: false },
      trusted: { phase: "Succeeded", found: false, written: true },
      then: { phase: "Succeeded", found: true, written: false },
      reused: true,
    },
    async () => {
      const untrusted = await build("vulnerable");
      const trusted = await build("main");
      const then = await build("vulnerable");
      const log = (await runs.artifact(then, "main-logs", "pnpm"))?.toString() ?? "";
      const facts = (outcome: Outcome) => ({
        phase: phaseOf(outcome),
        found: outcome.node("probe")?.phase === "Succeeded",
        written: outcome.node("save")?.phase === "Succeeded",
      });
      return {
        untrusted: facts(untrusted),
        trusted: facts(trusted),
        then: facts(then),
        reused: /reused [1-9]\d*, downloaded 0\b/.test(log) || log,
      };
    },
  );
}

async function layerRow(table: Table, { runs, registry }: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const template = "build-docker-image";
  // Nobody else builds this image.
  const image = "backend/worker";
  const build = async (revision: string, tag: string) => {
    const parameters: Parameters = {
      "git-repo": repository,
      revision,
      "image-name": image,
      "image-tag": tag,
      "ecr-registry": names.registry,
      "scan-image": "false",
    };
    const cached = () => registry.pushes.filter((each) => each.tag.startsWith(`${image}-cache:`)).length;
    const before = cached();
    const outcome = await runs.run(fixture.team, template, parameters);
    const log = (await runs.artifact(outcome, "main-logs", "kaniko"))?.toString() ?? "";
    return {
      phase: phaseOf(outcome),
      written: cached() > before,
      read: /cache pulled from remote/i.test(log),
    };
  };
  await table.row(
    `${template}: only a trusted revision writes layers to the cache, and others read them`,
    {
      untrusted: { phase: "Succeeded", written: false, read: false },
      trusted: { phase: "Succeeded", written: true, read: false },
      then: { phase: "Succeeded", written: false, read: true },
    },
    async () => ({
      untrusted: await build("failing-tests", "cached-1"),
      trusted: await build("main", "cached-2"),
      then: await build("failing-tests", "cached-3"),
    }),
  );
}
