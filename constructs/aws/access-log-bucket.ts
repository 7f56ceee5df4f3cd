import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { s3Arn } from "../../config/naming";
import { expiry, PrivateBucket } from "./private-bucket";

export interface AccessLogBucketProps {
  readonly environment: Environment;
  /** Globally unique, at most 63 characters. */
  readonly name: string;
  /** Name of the one bucket whose access is logged here. */
  readonly source: string;
  /** Days until a log is deleted. */
  readonly retentionDays: number;
}

/**
 * Where S3 writes the access log of another bucket. S3's log delivery can't use a KMS key, so the objects are
 * encrypted by SSE-S3; it writes by the bucket's policy, since ACLs are off (AWS: S3 user guide, "Enabling
 * Amazon S3 server access logging").
 */
export class AccessLogBucket extends PrivateBucket {
  constructor(
    scope: Construct,
    id: string,
    { environment, name, source, retentionDays }: AccessLogBucketProps,
  ) {
    super(scope, id, {
      environment,
      name,
      encryption: "SSE-S3",
      lifecycle: [expiry("expire-access-logs", retentionDays, 1)],
      preventDestroy: false,
      policy: [
        {
          Sid: "LogDeliveryMayWrite",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: s3Arn(environment, `${name}/*`),
          Condition: {
            ArnEquals: { "aws:SourceArn": s3Arn(environment, source) },
            StringEquals: { "aws:SourceAccount": environment.account },
          },
        },
      ],
    });
  }
}
