import { patientP95 } from "../../shared/library/examples";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { Parameters } from "../../shared/library/runs";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const repository = `https://${names.git}/backend/api`;
const node = "docker.io/library/node:24.18.0-bookworm";

interface Path {
  readonly template: string;
  readonly path: string;
  readonly parameters: Parameters;
  readonly said: RegExp;
  /** Artifact that must be kept. */
  readonly kept?: string;
}

/** Failing tests end the workflow with the reason, and their reports are kept. */
export async function testRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const load = {
    "git-repo": repository,
    "target-url": `https://${names.loadTarget}`,
    "load-users": "2",
    "load-duration": "6s",
    thresholds: `failed<0.01 ${patientP95}`,
  };
  const paths: readonly Path[] = [
    {
      template: "run-integration-tests",
      path: "the tests fail",
      parameters: { ...integration, "test-service": "none" },
      said: /the tests exited with code 1/,
      kept: "report",
    },
    {
      template: "build-java-maven",
      path: "a test fails",
      parameters: { "git-repo": repository, revision: "failing-tests", "java-version": "17" },
      said: /Maven exited with code 1/,
      kept: "reports",
    },
    {
      template: "build-node-pnpm",
      path: "a test fails",
      parameters: { "git-repo": repository, revision: "failing-tests" },
      said: /script test exited with code 1/,
      kept: "reports",
    },
    {
      template: "build-node-pnpm",
      path: "the lock file is out of date",
      parameters: { "git-repo": repository, revision: "stale-lock" },
      said: /could not be installed according to pnpm-lock.yaml/,
    },
    {
      template: "run-load-tests",
      path: "k6: the target misses a threshold",
      parameters: {
        ...load,
        "script-path": "load/orders.js",
        "target-url": `https://${names.loadTarget}/nowhere`,
      },
      said: /exceeded the thresholds/,
      kept: "summary",
    },
    {
      template: "run-load-tests",
      path: "k6: the script throws",
      parameters: { ...load, "script-path": "load/throws.js" },
      said: /the script threw exceptions/,
      kept: "summary",
    },
    {
      template: "run-load-tests",
      path: "locust: the target misses a threshold",
      parameters: {
        ...load,
        "load-tool": "locust",
        "script-path": "load/orders.py",
        "target-url": `https://${names.loadTarget}/nowhere`,
      },
      said: /requests failed/,
      kept: "summary",
    },
  ];
  const half = Math.ceil(paths.length / 2);
  const inOrder = async (some: readonly Path[]): Promise<void> => {
    for (const path of some) await failingRow(table, library, fixture, path);
  };
  await Promise.all([
    inOrder(paths.slice(0, half)),
    inOrder(paths.slice(half)),
    pipelineRow(table, library, fixture),
    locustRow(table, library, fixture, load),
    cacheRow(table, library, fixture),
  ]);
}

/**
 * The integration test looks for its database under a host name that does not exist. 127.0.0.1 would be wrong: pods share
 * the host's network, so the database of another run may answer there.
 */
const integration: Parameters = {
  "git-repo": repository,
  "test-image": node,
  "test-command": "env DATABASE_URL=postgres://database.invalid:5432/test npm run test:integration",
  "report-path": "reports",
};

async function failingRow(
  table: Table,
  { runs }: LibraryInLab,
  fixture: TeamFixture,
  each: Path,
): Promise<void> {
  const { template, path, parameters, said, kept } = each;
  await table.row(`${template}: ${path}`, { phase: "Failed", said: true, kept: true }, async () => {
    const outcome = await runs.run(fixture.team, template, parameters);
    return {
      phase: outcome.phase,
      said: said.test(outcome.said) || outcome.said,
      kept: kept === undefined || (await runs.kept(outcome, kept)),
    };
  });
}

/** Nothing runs after failing tests: no build, no push, no deployment. */
async function pipelineRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { runs, registry } = library;
  const template = "ci-pipeline";
  const tag = "untested";
  const application = await fixture.application(fixture.target, tag);
  await table.row(
    `${template}: failing tests stop it, their report is kept`,
    { phase: "Failed", said: true, pushed: [], generation: 1, kept: true },
    async () => {
      const outcome = await runs.run(fixture.team, template, {
        ...integration,
        ...{ "image-name": "backend/api", "image-tag": tag, "ecr-registry": names.registry },
        ...{ "deployment-name": tag, namespace: fixture.target, "container-name": "app" },
      });
      return {
        phase: outcome.phase,
        said: /the tests exited with code 1/.test(outcome.said) || outcome.said,
        pushed: registry.pushes.filter((each) => each.tag.endsWith(`:${tag}`)),
        generation: await application.generation(),
        kept: await runs.kept(outcome, "report"),
      };
    },
  );
}

async function cacheRow(table: Table, { runs }: LibraryInLab, fixture: TeamFixture): Promise<void> {
  await table.row("run-integration-tests: with redis next to the tests", "Succeeded", async () =>
    phaseOf(
      await runs.run(fixture.team, "run-integration-tests", {
        ...integration,
        "test-command": "node scripts/test-cache.mjs",
        "test-service": "redis",
        "report-path": "",
      }),
    ),
  );
}

async function locustRow(
  table: Table,
  { runs, loadTarget }: LibraryInLab,
  fixture: TeamFixture,
  load: Parameters,
): Promise<void> {
  await table.row("run-load-tests: locust", ["Succeeded", true], async () => {
    const before = loadTarget.requests;
    const outcome = await runs.run(fixture.team, "run-load-tests", {
      ...load,
      "load-tool": "locust",
      "script-path": "load/orders.py",
    });
    return [phaseOf(outcome), loadTarget.requests > before];
  });
}
