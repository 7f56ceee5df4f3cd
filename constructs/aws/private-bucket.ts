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
import type { Environment } from "../../config/environment";
import { s3Arn } from "../../config/naming";
import { addressed } from "../addressed";
import { policyDocument, type Statement } from "./policy-document";

export interface PrivateBucketProps {
  readonly environment: Environment;
  /** Globally unique, at most 63 characters. */
  readonly name: string;
  /** ARN of the key that encrypts the objects, or `SSE-S3` where a service can't use a key of ours. */
  readonly encryption: { readonly kmsKeyArn: string } | "SSE-S3";
  /** Rules beside the one that ends unfinished multipart uploads. */
  readonly lifecycle: readonly S3BucketLifecycleConfigurationRule[];
  /** Statements beside those that refuse plain HTTP and old TLS. */
  readonly policy?: readonly Statement[];
  /**
   * Bucket that the access log goes to; keys begin with this construct's id.
   * @default - no access log
   */
  readonly accessLogs?: PrivateBucket;
  /** Terraform refuses to destroy the bucket. */
  readonly preventDestroy: boolean;
}

/** Days after which S3 throws away the parts of an upload that nobody finished. */
const unfinishedUploadDays = 7;

/**
 * What every bucket of ours has: owned by the account, closed to the public, TLS 1.2 or newer, encrypted,
 * versioned, cleaned up. Terraform never empties one in order to destroy it.
 */
export class PrivateBucket extends Construct {
  readonly name: string;
  readonly arn: string;
  /** Done when the bucket's policy stands. */
  readonly policy: ITerraformDependable;

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
    this.arn = s3Arn(props.environment, props.name);
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
        // S3 judges rules for old versions by the bucket's versioning.
        dependsOn: [versioning],
      }),
    );
    this.policy = addressed(
      id,
      new S3BucketPolicy(this, "policy", {
        bucket: this.name,
        policy: policyDocument([...this.refusePlainText(), ...(props.policy ?? [])]),
        // S3 refuses two changes of a bucket's access at the same time.
        dependsOn: [closed],
      }),
    );
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

  private refusePlainText(): Statement[] {
    const everything = { Principal: "*", Action: "s3:*", Resource: [this.arn, `${this.arn}/*`] } as const;
    return [
      {
        Sid: "RefusePlainHttp",
        Effect: "Deny",
        ...everything,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "RefuseOldTls",
        Effect: "Deny",
        ...everything,
        Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
      },
    ];
  }

  private logAccess(id: string, target: PrivateBucket): void {
    addressed(
      id,
      new S3BucketLoggingA(this, "logging", {
        bucket: this.name,
        targetBucket: target.name,
        targetPrefix: `${id}/`,
        // S3 accepts the target only once log delivery may write to it.
        dependsOn: [target.policy],
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

/** Deletes objects after some days, and their old versions some days later. */
export function expiry(
  id: string,
  currentDays: number,
  noncurrentDays: number,
): S3BucketLifecycleConfigurationRule {
  return {
    id,
    status: "Enabled",
    filter: [{}],
    expiration: [{ days: currentDays }],
    noncurrentVersionExpiration: [{ noncurrentDays }],
  };
}
