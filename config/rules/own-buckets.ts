import { accessLogBucketName, artifactBucketName, stateLogBucketName } from "../aws-naming";
import type { Draft } from "./violation";

/** The buckets that an environment creates, and what each one is for. */
export function ownBuckets({
  name,
  account,
  state,
}: Pick<Draft, "name" | "state"> & { readonly account: string }): Map<string, string> {
  const buckets = new Map([
    [artifactBucketName({ name, account }), "the bucket of the artifacts"],
    [accessLogBucketName({ name, account }), "the bucket of the artifacts' access logs"],
  ]);
  if (state && state.bootstrap !== "none") {
    buckets.set(state.bucket, "the bucket of the Terraform state");
    buckets.set(stateLogBucketName(state.bucket), "the bucket of the state's access logs");
  }
  return buckets;
}
