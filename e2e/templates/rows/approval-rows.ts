import type { Stage } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { Sandbox } from "../../shared/library/sandbox";
import type { Table } from "../../shared/table";

const template = "release-pipeline";

/**
 * A release asks a person before production. Declined and expired: production is untouched, and the record says who and
 * why, or that nobody answered. (Approved: that is its example.)
 */
export async function approvalRows(table: Table, stage: Stage, sandbox: Sandbox): Promise<void> {
  await Promise.all([declinedRow(table, stage, sandbox), expiredRow(table, stage, sandbox)]);
}

async function declinedRow(table: Table, stage: Stage, sandbox: Sandbox): Promise<void> {
  await table.row(
    `${template}: declined: nothing in production, the record says who and why`,
    { phase: true, said: true, staging: true, production: 1 },
    async () => {
      const { staging, production } = await applications(sandbox, "declined");
      const parameters = release(sandbox, "declined", "2.0.0");
      const name = await stage.runs.submit(sandbox.team, template, parameters);
      const answer = { decision: "declined", approver: "bea", reason: "the demo is tomorrow" } as const;
      await sandbox.person.answer(template, name, answer);
      const outcome = await stage.runs.end(sandbox.team, template, name);
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

async function expiredRow(table: Table, stage: Stage, sandbox: Sandbox): Promise<void> {
  await table.row(
    `${template}: nobody answers in time: nothing in production, the record says so`,
    { phase: true, said: true, production: 1 },
    async () => {
      const { production } = await applications(sandbox, "expired");
      const parameters = { ...release(sandbox, "expired", "2.1.0"), "approval-expiry": "5s" };
      const outcome = await stage.runs.run(sandbox.team, template, parameters);
      return {
        phase: outcome.phase !== "Succeeded",
        said: outcome.said.includes("nobody answered in time") || outcome.said,
        production: await production.generation(),
      };
    },
  );
}

async function applications(sandbox: Sandbox, name: string) {
  const [staging, production] = await Promise.all([
    sandbox.application(sandbox.staging, name),
    sandbox.application(sandbox.target, name),
  ]);
  return { staging, production };
}

function release(sandbox: Sandbox, deployment: string, version: string) {
  return {
    "git-repo": `https://${names.git}/backend/api`,
    "release-version": version,
    "run-tests": "false",
    "test-image": "docker.io/library/node:24.18.0-bookworm",
    "test-command": "true",
    "image-name": "backend/api",
    "ecr-registry": names.registry,
    "signing-key": `awskms:///${names.signingKey}`,
    "staging-namespace": sandbox.staging,
    "production-namespace": sandbox.target,
    "deployment-name": deployment,
    "wait-timeout": "60",
    "cache-enabled": "false",
  };
}
