import { accessLogBucketName, artifactBucketName, stateLogBucketName } from "../aws-naming";
import type { Environment } from "../environment";
import type { Draft } from "./violation";

/** The buckets that an environment has for itself, and what each one is for. */
export function ownBuckets({
  name,
  account,
  state,
  artifacts = {},
}: Pick<Draft, "name" | "state"> & {
  readonly account: string;
  readonly artifacts?: Pick<Environment["artifacts"], "bucket"> | undefined;
}): Map<string, string> {
  const buckets = new Map([
    [artifactBucketName({ name, account, artifacts }), "the bucket of the artifacts"],
  ]);
  if (artifacts.bucket === undefined)
    buckets.set(accessLogBucketName({ name, account }), "the bucket of the artifacts' access logs");
  if (state && state.bootstrap !== "none") {
    buckets.set(state.bucket, "the bucket of the Terraform state");
    buckets.set(stateLogBucketName(state.bucket), "the bucket of the state's access logs");
  }
  return buckets;
}
