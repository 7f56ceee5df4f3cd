import { cacheSettings } from "../../../config/naming";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { Outcome, Parameters } from "../../shared/library/runs";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const repository = `https://${names.git}/backend/api`;

/**
 * What `trustedRevisions` of the environment file decides: builds of its revisions write caches, and all builds read
 * them. The other builds come from branches that differ from main in nothing that is cached. The lab's S3 isn't where
 * the platform's ConfigMap says, so the row about dependencies sees only which builds try to write.
 */
export async function cacheRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  // Layers are cached only in the environment's own registry.
  const settings = `/api/v1/namespaces/${fixture.team}/configmaps/${cacheSettings}`;
  await library.lab.api.patch(settings, { data: { registry: names.registry } });
  await Promise.all([dependencyRow(table, library, fixture), layerRow(table, library, fixture)]);
}

async function dependencyRow(table: Table, { runs }: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const template = "build-node-pnpm";
  const build = (revision: string) => runs.run(fixture.team, template, { "git-repo": repository, revision });
  await table.row(
    `${template}: only a build of a trusted revision writes the cache of dependencies`,
    {
      untrusted: { phase: "Succeeded", writes: false },
      trusted: { phase: "Succeeded", writes: true },
    },
    async () => {
      const facts = (outcome: Outcome) => ({
        phase: phaseOf(outcome),
        writes: outcome.pods.some(({ templateName }) => templateName === "save"),
      });
      return { untrusted: facts(await build("vulnerable")), trusted: facts(await build("main")) };
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
