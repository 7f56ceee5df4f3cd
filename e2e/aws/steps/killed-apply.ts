import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../../config/environment";
import { dataKeyAlias, stackId, stateKey } from "../../../config/naming";
import { committed } from "../project";
import { type Scene, stackDirectory } from "../scene";
import { noDifference } from "./apply";

/**
 * SIGKILL half way through the first apply of the storage stack. Terraform writes the state during an apply at most
 * every 20 seconds; a bucket's lifecycle takes longer, so after it the state is written for sure.
 */
export async function killedApply(scene: Scene, environment: Environment): Promise<void> {
  const { table } = scene;
  const who = environment.name;
  const stack = stackDirectory(scene, environment, "storage").use(committed(stackId(who, "storage")));
  const all = Object.values(stack.configuration.resource).flatMap((named) => Object.keys(named)).length;
  await stack.init();
  let slowOneDone: (() => void) | undefined;
  const slowOne = new Promise<void>((resolve) => (slowOneDone = resolve));
  const apply = stack.start(["apply", "-auto-approve", "-input=false", "-parallelism=1"], {
    onLine: (line) => {
      if (/^aws_s3_bucket_lifecycle_configuration\..*Creation complete/.test(line)) slowOneDone?.();
    },
  });
  await Promise.race([slowOne, apply.done]);
  await sleep(1500);
  apply.kill();
  const { code } = await apply.done;
  table.compare(`${who}: the apply was killed by a signal`, null, code);

  const blocked = await stack.try(["plan", "-input=false"]);
  const lock = /ID:\s+([0-9a-f-]{36})/.exec(blocked.output)?.[1];
  table.judge(
    `${who}: after the kill the state is locked`,
    "a lock id",
    lock,
    blocked.code === 1 && lock !== undefined,
  );
  await stack.must("force-unlock", "-force", lock ?? "");
  const half = (await stack.addresses()).length;
  table.judge(
    `${who}: the killed apply had got half way`,
    `some of ${all} resources in the state`,
    half,
    half > 0 && half < all,
  );
  await stack.apply();
  table.compare(`${who}: the next apply completes what was begun`, all, (await stack.addresses()).length);
  await noDifference(scene, environment, "storage");
  await nothingLeftOver(scene, environment);
}

/** What the account holds is what the state holds, and the state bucket and key that were there before. */
async function nothingLeftOver(scene: Scene, environment: Environment): Promise<void> {
  const { emulator, table } = scene;
  const stack = stackDirectory(scene, environment, "storage");
  const { resources } = await stack.state();
  const known = (type: string, attribute: string) =>
    resources
      .filter((resource) => resource.type === type)
      .map(({ instances }) => String(instances[0]?.attributes[attribute]));
  const [buckets, aliases, keys, lock] = await emulator.calls(environment, [
    { service: "s3", operation: "list_buckets" },
    { service: "kms", operation: "list_aliases" },
    { service: "kms", operation: "list_keys" },
    {
      service: "s3",
      operation: "head_object",
      parameters: { Bucket: environment.state.bucket, Key: `${stateKey(environment, "storage")}.tflock` },
    },
  ]);
  const { state, name } = environment;
  const names = (answer: Record<string, unknown> | undefined, list: string, field: string) =>
    (answer?.[list] as Record<string, string>[]).map((entry) => entry[field] ?? "").sort();
  table.compare(
    `${name}: no bucket is left over`,
    [state.bucket, ...known("aws_s3_bucket", "bucket")].sort(),
    names(buckets, "Buckets", "Name"),
  );
  table.compare(
    `${name}: no key alias is left over`,
    [state.kmsKeyAlias, dataKeyAlias(name)].sort(),
    names(aliases, "Aliases", "AliasName").filter((alias) => !alias.startsWith("alias/aws/")),
  );
  table.compare(
    `${name}: no key is left over`,
    1 + known("aws_kms_key", "key_id").length,
    names(keys, "Keys", "KeyId").length,
  );
  table.compare(`${name}: no lock is left over`, "404", lock?.error ?? "a lock");
}
