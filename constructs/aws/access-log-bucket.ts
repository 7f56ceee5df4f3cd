import type { Construct } from "constructs";
import { type AccountAndRegion, s3Arn } from "../../config/arns";
import { expiry, PrivateBucket } from "./private-bucket";

export interface AccessLogBucketProps {
  readonly location: AccountAndRegion;
  /** Globally unique, at most 63 characters. */
  readonly name: string;
  /** Name of the one bucket whose access logs go here. */
  readonly source: string;
  /** Days until a log is deleted. */
  readonly retentionDays: number;
}

/**
 * Bucket for the S3 access logs of another bucket. S3's log delivery can't use a KMS key, so the objects are encrypted
 * with SSE-S3. The bucket policy lets it write, because ACLs are off (AWS: S3 user guide, "Enabling Amazon S3 server
 * access logging").
 */
export class AccessLogBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { location, name, source, retentionDays }: AccessLogBucketProps) {
    super(scope, id, {
      location,
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
          Resource: s3Arn(location, `${name}/*`),
          Condition: {
            ArnEquals: { "aws:SourceArn": s3Arn(location, source) },
            StringEquals: { "aws:SourceAccount": location.account },
          },
        },
      ],
    });
  }
}
