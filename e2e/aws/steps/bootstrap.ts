import { rmSync } from "node:fs";
import { join } from "node:path";
import { stateKmsKeyArn } from "../../../config/arns";
import { stateKey } from "../../../config/aws-naming";
import type { Environment } from "../../../config/environment";
import { stackId } from "../../../config/naming";
import { type AwsRun, stackDirectory } from "../aws-run";
import { secondPlan } from "../emulator-differences";
import { committed } from "../project";

/** `state.bootstrap: local`, then `s3`: creates the state bucket, then moves the state of its own stack into it. */
export async function bootstrap(run: AwsRun, environment: Environment): Promise<void> {
  const { table, edited } = run;
  const prefix = environment.name;
  const id = stackId(prefix, "state");
  // One of the two is the committed JSON; the other is the synth after an edit of one line.
  const [local, s3] =
    environment.state.bootstrap === "local"
      ? [committed(id), edited.json(id)]
      : [edited.json(id), committed(id)];
  const stack = stackDirectory(run, environment, "state").use(local);
  await stack.init();
  await stack.apply();
  const made = await stack.addresses();
  table.judge(
    `${prefix}: state stack keeps its state in a local file`,
    "yes",
    stack.has("terraform.tfstate"),
    stack.has("terraform.tfstate"),
  );
  stack.use(s3);
  await stack.init("-migrate-state", "-force-copy");
  table.compare(
    `${prefix}: the whole state of the state stack has moved into its bucket`,
    made,
    await stack.addresses(),
  );
  rmSync(join(stack.directory, "terraform.tfstate"), { force: true });
  rmSync(join(stack.directory, "terraform.tfstate.backup"), { force: true });
  const { ours, emulators } = await secondPlan(stack);
  table.compare(`${prefix}: state stack: second plan is empty, local file gone`, [], [...ours, ...emulators]);
  await stateObject(run, environment, stateKey(environment, "state"));
}

/** The state is in the bucket under its key, encrypted with the key of the environment file, or as the bucket does it. */
export async function stateObject(run: AwsRun, environment: Environment, key: string): Promise<void> {
  const { state } = environment;
  const seen = await run.emulator.call(environment, "s3", "head_object", {
    Bucket: state.bucket,
    Key: key,
  });
  const kmsKey = stateKmsKeyArn(environment);
  run.table.compare(
    `${environment.name}: state object ${key}`,
    { encryption: kmsKey === undefined ? "AES256" : "aws:kms", key: kmsKey },
    { encryption: seen.ServerSideEncryption ?? seen.error, key: seen.SSEKMSKeyId },
  );
}
