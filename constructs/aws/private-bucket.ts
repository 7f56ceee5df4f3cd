import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type AccountAndRegion, s3Arn } from "../../config/arns";
import { addressed } from "../addressed";
import { refusePlainText } from "./bucket-refusals";
import { policyDocument, type Statement } from "./policy-document";

export interface PrivateBucketProps {
  readonly location: AccountAndRegion;
  /** Globally unique, at most 63 characters. */
  readonly name: string;
  /** ARN of the key that encrypts the objects, or `SSE-S3` if a service that writes here can't use our key. */
  readonly encryption: { readonly kmsKeyArn: string } | "SSE-S3";
  /** Rules in addition to the one that deletes unfinished multipart uploads. */
  readonly lifecycle: readonly S3BucketLifecycleConfigurationRule[];
  /**
   * Statements in addition to those that refuse plain HTTP and old TLS.
   * @default none
   */
  readonly policy?: readonly Statement[];
  /**
   * Bucket for the access logs; their keys begin with this construct's id.
   * @default no access logs
   */
  readonly accessLogs?: PrivateBucket;
  /** Whether Terraform refuses to destroy the bucket. */
  readonly preventDestroy: boolean;
}

/** Terraform addresses of everything that belongs to such a bucket. */
export function bucketAddresses(id: string): string[] {
  const settings = [
    ...["lifecycle_configuration", "logging", "ownership_controls", "policy", "public_access_block"],
    ...["server_side_encryption_configuration", "versioning"],
  ];
  return ["aws_s3_bucket", ...settings.map((setting) => `aws_s3_bucket_${setting}`)].map(
    (type) => `${type}.${id}`,
  );
}

/** Days until S3 deletes the parts of an unfinished upload. */
const unfinishedUploadDays = 7;

/**
 * A bucket with the settings that all our buckets share: owned by the account, closed to the public, TLS 1.2 or newer,
 * encrypted, versioned, cleaned up. Terraform never empties it in order to destroy it.
 */
export class PrivateBucket extends Construct {
  readonly name: string;
  readonly arn: string;
  /** The bucket policy, which is the last thing that another service needs before it can write here. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const bucket = addressed(
      id,
      new S3Bucket(this, "bucket", {
        bucket: props.name,
        forceDestroy: false,
        ...(props.preventDestroy && { lifecycle: { preventDestroy: true } }),
      }),
    );
    this.name = bucket.bucket;
    this.arn = s3Arn(props.location, props.name);
    const closed = this.closeToPublic(id);
    this.encrypt(id, props.encryption);
    const versioning = addressed(
      id,
      new S3BucketVersioningA(this, "versioning", {
        bucket: this.name,
        versioningConfiguration: { status: "Enabled" },
      }),
    );
    addressed(
      id,
      new S3BucketLifecycleConfiguration(this, "lifecycle", {
        bucket: this.name,
        rule: [endUnfinishedUploads, ...props.lifecycle],
        // Rules for old versions need versioning.
        dependsOn: [versioning],
      }),
    );
    const policy = addressed(
      id,
      new S3BucketPolicy(this, "policy", {
        bucket: this.name,
        policy: policyDocument([...refusePlainText(this.arn), ...(props.policy ?? [])]),
        // S3 refuses concurrent changes of a bucket's access settings.
        dependsOn: [closed],
      }),
    );
    this.ready = [policy];
    if (props.accessLogs) this.logAccess(id, props.accessLogs);
  }

  private closeToPublic(id: string): ITerraformDependable {
    addressed(
      id,
      new S3BucketOwnershipControls(this, "ownership", {
        bucket: this.name,
        rule: { objectOwnership: "BucketOwnerEnforced" },
      }),
    );
    return addressed(
      id,
      new S3BucketPublicAccessBlock(this, "public-access", {
        bucket: this.name,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
    );
  }

  private encrypt(id: string, encryption: PrivateBucketProps["encryption"]): void {
    const rule =
      encryption === "SSE-S3"
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
        : {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm: "aws:kms",
              kmsMasterKeyId: encryption.kmsKeyArn,
            },
            bucketKeyEnabled: true,
          };
    addressed(
      id,
      new S3BucketServerSideEncryptionConfigurationA(this, "encryption", { bucket: this.name, rule: [rule] }),
    );
  }

  private logAccess(id: string, target: PrivateBucket): void {
    addressed(
      id,
      new S3BucketLoggingA(this, "logging", {
        bucket: this.name,
        targetBucket: target.name,
        targetPrefix: `${id}/`,
        // S3 accepts the target only when log delivery may write to it.
        dependsOn: [...target.ready],
      }),
    );
  }
}

const endUnfinishedUploads: S3BucketLifecycleConfigurationRule = {
  id: "end-unfinished-uploads",
  status: "Enabled",
  filter: [{}],
  abortIncompleteMultipartUpload: [{ daysAfterInitiation: unfinishedUploadDays }],
};

/**
 * Deletes objects after a number of days, and their old versions after another number of days. Of several rules for an
 * object, S3 takes the shortest time (AWS: S3 user guide, "Examples of S3 Lifecycle configurations").
 * @param prefix objects that the rule is for; by default, all
 */
export function expiry(
  id: string,
  currentDays: number,
  noncurrentDays: number,
  prefix?: string,
): S3BucketLifecycleConfigurationRule {
  return {
    id,
    status: "Enabled",
    filter: [prefix === undefined ? {} : { prefix }],
    expiration: [{ days: currentDays }],
    noncurrentVersionExpiration: [{ noncurrentDays }],
  };
}
