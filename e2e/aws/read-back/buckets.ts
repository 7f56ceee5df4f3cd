import { at, document, tags } from "../references";
import type { Reader, Reading, Resource } from "./reading";

const ask = (resource: Resource, operation: string, expected: unknown, seen: Reading["seen"]): Reading => ({
  call: { service: "s3", operation, parameters: { Bucket: resource.json.bucket } },
  expected,
  seen,
});

/** How a bucket is read back from S3. */
export const bucketReaders: Readonly<Record<string, Reader>> = {
  aws_s3_bucket: (resource) => [
    ask(resource, "get_bucket_tagging", resource.defaultTags, (answer) => tags(at(answer, "TagSet"))),
  ],
  aws_s3_bucket_versioning: (resource) => [
    ask(
      resource,
      "get_bucket_versioning",
      at(resource.json, "versioning_configuration", "status"),
      (answer) => at(answer, "Status"),
    ),
  ],
  aws_s3_bucket_policy: (resource) => [
    ask(resource, "get_bucket_policy", document(resource.json.policy), (answer) =>
      document(at(answer, "Policy")),
    ),
  ],
  aws_s3_bucket_server_side_encryption_configuration: (resource) => {
    const rule = at(resource.json, "rule", 0);
    const expected = {
      algorithm: at(rule, "apply_server_side_encryption_by_default", "sse_algorithm"),
      key: at(rule, "apply_server_side_encryption_by_default", "kms_master_key_id"),
      bucketKey: at(rule, "bucket_key_enabled") ?? false,
    };
    return [
      ask(resource, "get_bucket_encryption", expected, (answer) => {
        const seen = at(answer, "ServerSideEncryptionConfiguration", "Rules", 0);
        return {
          algorithm: at(seen, "ApplyServerSideEncryptionByDefault", "SSEAlgorithm"),
          key: at(seen, "ApplyServerSideEncryptionByDefault", "KMSMasterKeyID"),
          bucketKey: at(seen, "BucketKeyEnabled"),
        };
      }),
    ];
  },
  aws_s3_bucket_logging: (resource) => [
    ask(
      resource,
      "get_bucket_logging",
      [resource.json.target_bucket, resource.json.target_prefix],
      (answer) => ["TargetBucket", "TargetPrefix"].map((name) => at(answer, "LoggingEnabled", name)),
    ),
  ],
  aws_s3_bucket_ownership_controls: (resource) => [
    ask(resource, "get_bucket_ownership_controls", at(resource.json, "rule", "object_ownership"), (answer) =>
      at(answer, "OwnershipControls", "Rules", 0, "ObjectOwnership"),
    ),
  ],
  aws_s3_bucket_public_access_block: (resource) => [
    ask(
      resource,
      "get_public_access_block",
      {
        BlockPublicAcls: resource.json.block_public_acls,
        BlockPublicPolicy: resource.json.block_public_policy,
        IgnorePublicAcls: resource.json.ignore_public_acls,
        RestrictPublicBuckets: resource.json.restrict_public_buckets,
      },
      (answer) => at(answer, "PublicAccessBlockConfiguration"),
    ),
  ],
  aws_s3_bucket_lifecycle_configuration: (resource) => [
    ask(
      resource,
      "get_bucket_lifecycle_configuration",
      (resource.json.rule as unknown[]).map(wanted),
      (answer) => (at(answer, "Rules") as unknown[]).map(actual),
    ),
  ],
};

function wanted(rule: unknown) {
  return {
    id: at(rule, "id"),
    status: at(rule, "status"),
    days: at(rule, "expiration", 0, "days"),
    oldVersionDays: at(rule, "noncurrent_version_expiration", 0, "noncurrent_days"),
    uploadDays: at(rule, "abort_incomplete_multipart_upload", 0, "days_after_initiation"),
    moves: at(rule, "transition", 0, "storage_class"),
    movesAfter: at(rule, "transition", 0, "days"),
  };
}

function actual(rule: unknown) {
  return {
    id: at(rule, "ID"),
    status: at(rule, "Status"),
    days: at(rule, "Expiration", "Days"),
    oldVersionDays: at(rule, "NoncurrentVersionExpiration", "NoncurrentDays"),
    uploadDays: at(rule, "AbortIncompleteMultipartUpload", "DaysAfterInitiation"),
    moves: at(rule, "Transitions", 0, "StorageClass"),
    movesAfter: at(rule, "Transitions", 0, "Days"),
  };
}
