import { otherAccount, otherPartition } from "./arn-owner";
import type { Draft, Violation } from "./violation";

export function artifactsRules(draft: Draft): Violation[] {
  return [...tiering(draft), ...existingBucket(draft)];
}

/** Bucket and key come together. A policy of this account alone opens neither of them in another one. */
function existingBucket({ account, region, artifacts }: Draft): Violation[] {
  if (!artifacts) return [];
  const { bucket, kmsKeyArn } = artifacts;
  const path = ["artifacts", "kmsKeyArn"];
  if (kmsKeyArn === undefined) {
    return bucket === undefined ? [] : [{ path, message: "must be set while artifacts.bucket is set" }];
  }
  if (bucket === undefined)
    return [{ path, message: "has no effect while artifacts.bucket isn't set; remove it" }];
  const ofRegion = kmsKeyArn.split(":")[3];
  return [
    ...otherPartition(path, kmsKeyArn, region),
    ...otherAccount(path, kmsKeyArn, account),
    ...(region === undefined || ofRegion === region
      ? []
      : [{ path, message: `is a key in ${ofRegion ?? ""}; a bucket in ${region} needs one in ${region}` }]),
  ];
}

function tiering({ artifacts }: Draft): Violation[] {
  if (!artifacts || artifacts.intelligentTieringDays < artifacts.retentionDays) return [];
  const message = `must be less than retentionDays (${artifacts.retentionDays})`;
  return [{ path: ["artifacts", "intelligentTieringDays"], message }];
}
