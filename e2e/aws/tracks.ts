import type { Environment } from "../../config/environment";
import type { SuiteRun } from "../shared/frame";
import type { AwsRun } from "./aws-run";
import { startEnforcedRun } from "./enforced";
import type { Project } from "./project";
import { applyCommitted, noDifference } from "./steps/apply";
import { bootstrap } from "./steps/bootstrap";
import { commandLine } from "./steps/command-line";
import { contention } from "./steps/contention";
import { deployActions } from "./steps/deploy-actions";
import { existingBucketPolicies } from "./steps/existing-bucket";
import { explainedPlans } from "./steps/explained-plans";
import { importStateBucket } from "./steps/import-state-bucket";
import { killedApply } from "./steps/killed-apply";
import { passwordStaysSecret } from "./steps/password";
import { readBack } from "./steps/read-back";
import { bucketRefuses, databaseRefuses, terraformRefuses } from "./steps/refusals";
import { takeOver } from "./steps/take-over";

const stacks = ["state", "storage", "iam"] as const;

/** An account in which everything is new: from an empty state bucket to its import. */
export async function newAccount(run: AwsRun, local: Environment): Promise<void> {
  await bootstrap(run, local);
  // The stacks know each other by name only: neither waits for the other.
  await Promise.all([
    applyCommitted(run, local, "storage"),
    applyCommitted(run, local, "iam").then(() => importStateBucket(run, local)),
  ]);
  for (const stack of stacks) await readBack(run, local, stack);
  await explainedPlans(run, local);
  await existingBucketPolicies(run);
  await bucketRefuses(run, local);
}

/** What production must keep: its data, and its password as a secret. */
export async function guardedData(run: AwsRun, production: Environment): Promise<void> {
  await bootstrap(run, production);
  await Promise.all([applyCommitted(run, production, "storage"), applyCommitted(run, production, "iam")]);
  await Promise.all([
    // The provider asks again for two minutes before it believes a refusal.
    databaseRefuses(run, production),
    (async () => {
      for (const stack of stacks) await readBack(run, production, stack);
      await terraformRefuses(run, production);
      await passwordStaysSecret(run, production);
    })(),
  ]);
  await noDifference(run, production, "storage");
}

/** An installation whose states are lost, as docs/guides/take-over.md brings it back. */
export async function lostStates(run: AwsRun, production: Environment): Promise<void> {
  await bootstrap(run, production);
  await Promise.all([applyCommitted(run, production, "storage"), applyCommitted(run, production, "iam")]);
  await takeOver(run, production);
}

/** Two applies at once, and one that is killed. */
export async function disturbedApplies(run: AwsRun, dev: Environment): Promise<void> {
  await contention(run, dev);
  await noDifference(run, dev, "iam");
  await killedApply(run, dev);
}

/** CDKTF's command line, while IAM refuses what the policies of `npm run deploy-policy` don't allow. */
export async function narrowRoles(
  run: SuiteRun,
  aws: AwsRun,
  project: Project,
  preview: Environment,
): Promise<void> {
  await project.synth();
  const enforced = await startEnforcedRun(run, aws, project, preview);
  await commandLine(enforced, project, preview);
  await deployActions(enforced);
}
