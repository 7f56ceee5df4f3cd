import { patientWait } from "../../shared/library/examples";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const template = "release-pipeline";

/**
 * A release asks for approval before production. Declined or expired, it leaves production unchanged, and the record says
 * who declined and why, or that nobody answered. (Its example is approved.)
 */
export async function approvalRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  await Promise.all([declinedRow(table, library, fixture), expiredRow(table, library, fixture)]);
}

async function declinedRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  await table.row(
    `${template}: declined: nothing in production, the record says who and why`,
    { phase: true, said: true, staging: true, production: 1 },
    async () => {
      const { staging, production } = await applications(fixture, "declined");
      const parameters = release(fixture, "declined", "2.0.0");
      const name = await library.runs.submit(fixture.team, template, parameters);
      const answer = { decision: "declined", approver: "bea", reason: "the demo is tomorrow" } as const;
      await fixture.approver.answer(template, name, answer);
      const outcome = await library.runs.end(fixture.team, template, name);
      return {
        phase: outcome.phase !== "Succeeded",
        said:
          /declined by \\?"bea\\?", reason \\?"the demo is tomorrow\\?"/.test(outcome.said) || outcome.said,
        staging: (await staging.image()).startsWith(`${names.registry}/backend/api@sha256:`),
        production: await production.generation(),
      };
    },
  );
}

async function expiredRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  await table.row(
    `${template}: nobody answers in time: nothing in production, the record says so`,
    { phase: true, said: true, production: 1 },
    async () => {
      const { production } = await applications(fixture, "expired");
      const parameters = { ...release(fixture, "expired", "2.1.0"), "approval-expiry": "5s" };
      const outcome = await library.runs.run(fixture.team, template, parameters);
      return {
        phase: outcome.phase !== "Succeeded",
        said: outcome.said.includes("nobody answered in time") || outcome.said,
        production: await production.generation(),
      };
    },
  );
}

async function applications(fixture: TeamFixture, name: string) {
  const [staging, production] = await Promise.all([
    fixture.application(fixture.staging, name),
    fixture.application(fixture.target, name),
  ]);
  return { staging, production };
}

function release(fixture: TeamFixture, deployment: string, version: string) {
  return {
    "git-repo": `https://${names.git}/backend/api`,
    "release-version": version,
    "run-tests": "false",
    "test-image": "docker.io/library/node:24.18.0-bookworm",
    "test-command": "true",
    "image-name": "backend/api",
    "ecr-registry": names.registry,
    "staging-namespace": fixture.staging,
    "production-namespace": fixture.target,
    "deployment-name": deployment,
    "wait-timeout": patientWait,
    "cache-enabled": "false",
  };
}
