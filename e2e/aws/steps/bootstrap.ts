import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../../config/environment";
import { stackId, stateKey, stateKmsKeyArn } from "../../../config/naming";
import { secondPlan } from "../emulator-differences";
import { committed } from "../project";
import { type Scene, stackDirectory } from "../scene";

/** `state.bootstrap: local`, then `s3`: the state bucket is made, and takes in the state of the stack that made it. */
export async function bootstrap(scene: Scene, environment: Environment): Promise<void> {
  const { table, edited } = scene;
  const who = environment.name;
  const id = stackId(who, "state");
  // One of the two is the committed JSON, the other one is the same file after the edit of one line.
  const [local, s3] =
    environment.state.bootstrap === "local"
      ? [committed(id), edited.json(id)]
      : [edited.json(id), committed(id)];
  const stack = stackDirectory(scene, environment, "state").use(local);
  await stack.init();
  await stack.apply();
  const made = await stack.addresses();
  table.judge(
    `${who}: state stack keeps its state in a local file`,
    "yes",
    stack.has("terraform.tfstate"),
    stack.has("terraform.tfstate"),
  );
  stack.use(s3);
  await stack.init("-migrate-state", "-force-copy");
  table.compare(`${who}: state stack has moved into its own bucket, whole`, made, await stack.addresses());
  rmSync(join(stack.directory, "terraform.tfstate"), { force: true });
  rmSync(join(stack.directory, "terraform.tfstate.backup"), { force: true });
  const { ours, emulators } = await secondPlan(stack);
  table.compare(`${who}: state stack: second plan is empty, local file gone`, [], [...ours, ...emulators]);
  await stateObject(scene, environment, stateKey(environment, "state"));
}

/** The state is in the bucket under its key, encrypted with the key of the environment file. */
export async function stateObject(scene: Scene, environment: Environment, key: string): Promise<void> {
  const { state } = environment;
  const seen = await scene.emulator.call(environment, "s3", "head_object", {
    Bucket: state.bucket,
    Key: key,
  });
  const kmsKey = stateKmsKeyArn(environment);
  scene.table.compare(
    `${environment.name}: state object ${key}`,
    { encryption: "aws:kms", key: kmsKey },
    { encryption: seen.ServerSideEncryption ?? seen.error, key: seen.SSEKMSKeyId },
  );
}
