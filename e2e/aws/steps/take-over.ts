import { rmSync } from "node:fs";
import { join } from "node:path";
import { databaseSecretName, stateKey } from "../../../config/aws-naming";
import type { Environment } from "../../../config/environment";
import { stackId } from "../../../config/naming";
import { type AwsRun, stackDirectory } from "../aws-run";
import { differencesOf, type PlannedChange, secondPlan } from "../emulator-differences";
import { GuideReader, type TakenStack, takenStacks } from "../guide-reader";
import { committed } from "../project";
import { StackDirectory } from "../stack-directory";
import { type TakeOverGuide, takeOverGuide } from "../take-over-guide";

/** What the plan adds because the guide gives it no import block: the archive's new password. */
const added: Readonly<Record<TakenStack, readonly string[]>> = {
  storage: ["aws_secretsmanager_secret_version.archive-password"],
  iam: [],
};

/** docs/guides/take-over.md, word for word: the stacks exist, their states are gone, and import blocks bring them back. */
export async function takeOver(run: AwsRun, environment: Environment): Promise<void> {
  const guide = takeOverGuide();
  for (const stack of takenStacks) await throwStateAway(run, environment, stack);
  const reader = await GuideReader.begin(run, environment);
  for (const { path, content } of guide.files) reader.write(path, JSON.stringify(content));
  const variables = await reader.lookUp(guide);
  await reader.run(guide.roles, { ENV: environment.name });
  const before = await password(run, environment);
  for (const stack of takenStacks) {
    const directory = new StackDirectory(reader.stackFolder(stack), {
      ...run.terraform,
      env: { ...run.terraform.env, ...variables },
    });
    await takeStackOver(run, environment, stack, directory, guide);
  }
  const states = await Promise.all(
    takenStacks.map(async (stack) =>
      JSON.stringify(await new StackDirectory(reader.stackFolder(stack), run.terraform).state()),
    ),
  );
  const after = await password(run, environment);
  run.table.judge(
    "take-over: the database has a new password",
    "a different one",
    after === before ? "the same" : "a different one",
    after !== before && after !== "",
  );
  run.table.compare(
    "take-over: no password came into a state",
    [],
    [before, after].filter((each) => states.some((state) => state.includes(each))).map(() => "a password"),
  );
}

/** The resources stay; Terraform knows nothing of them anymore. */
async function throwStateAway(run: AwsRun, environment: Environment, stack: TakenStack): Promise<void> {
  const Key = stateKey(environment, stack);
  await run.emulator.call(environment, "s3", "delete_object", { Bucket: environment.state.bucket, Key });
  rmSync(stackDirectory(run, environment, stack).directory, { recursive: true });
}

async function takeStackOver(
  { table, progress }: AwsRun,
  { name }: Environment,
  stack: TakenStack,
  directory: StackDirectory,
  { changes }: TakeOverGuide,
): Promise<void> {
  const row = (what: string) => `take-over: ${stack}: ${what}`;
  directory.use(committed(stackId(name, stack)));
  await directory.init();
  table.compare(row("nothing is known before"), [], await directory.addresses().catch(() => []));
  await directory.must("plan", "-input=false", "-out=take-over.tfplan");
  const { stdout } = await directory.must("show", "-json", "take-over.tfplan");
  const plan = (JSON.parse(stdout) as { resource_changes: PlannedChange[] }).resource_changes;
  const having = (test: (change: PlannedChange["change"]) => boolean) =>
    plan.flatMap(({ address, change }) => (test(change) ? [address] : [])).sort();

  const wanted = Object.entries(directory.configuration.resource).flatMap(([type, named]) =>
    Object.keys(named).map((resource) => `${type}.${resource}`),
  );
  table.compare(
    row("the plan imports all but what the guide leaves out"),
    wanted.filter((address) => !added[stack].includes(address)).sort(),
    having(({ importing }) => importing !== undefined),
  );
  table.compare(
    row("the plan destroys and replaces nothing"),
    [],
    having(({ actions }) => actions.includes("delete") || actions.includes("forget")),
  );
  table.compare(
    row("the plan adds what the guide says"),
    added[stack],
    having(({ actions }) => actions.includes("create")),
  );
  const updates = differencesOf(plan.filter(({ change }) => change.actions.includes("update")));
  const types = new Set(wanted.map((address) => address.split(".")[0]));
  table.compare(
    row("the plan changes in place what the guide lists"),
    changes.filter((change) => types.has(change.split(".")[0])).sort(),
    [...new Set(updates.ours.map(withoutName))].sort(),
  );
  for (const each of updates.emulators) progress(`take-over: the emulator forgot ${each}`);

  await directory.must("apply", "-input=false", "take-over.tfplan");
  for (const file of directory.files(/^import.*\.tf\.json$/)) rmSync(join(directory.directory, file));
  table.compare(row("everything is in the state"), wanted.sort(), await directory.addresses());
  const second = await secondPlan(directory);
  table.compare(row("without the blocks, the second plan is empty"), [], second.ours);
}

/** `aws_kms_key.argo.policy` is `aws_kms_key.policy`. */
function withoutName(change: string): string {
  const [type = "", , ...attribute] = change.split(".");
  return [type, ...attribute].join(".");
}

async function password(run: AwsRun, environment: Environment): Promise<string> {
  const { SecretString } = await run.emulator.call(environment, "secretsmanager", "get_secret_value", {
    SecretId: databaseSecretName(environment.name),
  });
  return (JSON.parse(String(SecretString)) as { password: string }).password;
}
