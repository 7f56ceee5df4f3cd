import { stateKey } from "../../../config/aws-naming";
import type { Environment } from "../../../config/environment";
import { stackId } from "../../../config/naming";
import { FaultProxy } from "../../shared/fault-proxy";
import { type AwsRun, stackDirectory } from "../aws-run";
import { committed } from "../project";
import type { StackDirectory } from "../stack-directory";
import { noDifference } from "./apply";

/**
 * SIGKILL in the middle of the first apply of the storage stack, right after Terraform wrote its state: then every
 * resource that exists is in the state. During an apply Terraform writes it at most every 20 seconds; a bucket's
 * lifecycle alone takes longer.
 */
export async function killedApply(run: AwsRun, environment: Environment): Promise<void> {
  const { table } = run;
  const prefix = environment.name;
  const stack = stackDirectory(run, environment, "storage").use(committed(stackId(prefix, "storage")));
  const all = Object.values(stack.configuration.resource).flatMap((named) => Object.keys(named)).length;
  await stack.init();
  const code = await applyUntilStateIsWritten(run, environment, stack);
  table.compare(`${prefix}: the apply was killed by a signal`, null, code);

  const blocked = await stack.try(["plan", "-input=false"]);
  const lock = /ID:\s+([0-9a-f-]{36})/.exec(blocked.output)?.[1];
  table.judge(
    `${prefix}: after the kill the state is locked`,
    "a lock id",
    lock,
    blocked.code === 1 && lock !== undefined,
  );
  await stack.must("force-unlock", "-force", lock ?? "");
  const half = (await stack.addresses()).length;
  table.judge(
    `${prefix}: the killed apply had done a part`,
    `some of ${all} resources in the state`,
    half,
    half > 0 && half < all,
  );
  await stack.apply();
  table.compare(`${prefix}: the next apply does the rest`, all, (await stack.addresses()).length);
  await noDifference(run, environment, "storage");
  await nothingLeftOver(run, environment);
}

/** Kills the apply before it learns that its state is written, so that it starts no other resource. @returns its exit code */
async function applyUntilStateIsWritten(
  { emulator, processes }: AwsRun,
  environment: Environment,
  stack: StackDirectory,
): Promise<number | null> {
  const proxy = await FaultProxy.open(emulator.endpoint, (close) => processes.onStop("state proxy", close));
  const apply = stack.start(["apply", "-auto-approve", "-input=false", "-parallelism=1"], {
    AWS_ENDPOINT_URL: proxy.url,
  });
  const state = `/${environment.state.bucket}/${stateKey(environment, "storage")}`;
  proxy.answers = (method, path) => {
    const isWritten = method === "PUT" && path.split("?")[0] === state;
    if (isWritten) apply.kill();
    return !isWritten;
  };
  return (await apply.done).code;
}

/** The account has what the state has, plus the state bucket and its key, which existed before. */
async function nothingLeftOver(run: AwsRun, environment: Environment): Promise<void> {
  const { emulator, table } = run;
  const stack = stackDirectory(run, environment, "storage");
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
    [state.kmsKeyAlias ?? "", ...known("aws_kms_alias", "name")].sort(),
    names(aliases, "Aliases", "AliasName").filter((alias) => !alias.startsWith("alias/aws/")),
  );
  table.compare(
    `${name}: no key is left over`,
    1 + known("aws_kms_key", "key_id").length,
    names(keys, "Keys", "KeyId").length,
  );
  table.compare(`${name}: no lock is left over`, "404", lock?.error ?? "a lock");
}
