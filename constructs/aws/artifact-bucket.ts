import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { s3Arn } from "../../config/naming";
import type { Statement } from "./policy-document";
import { expiry, PrivateBucket } from "./private-bucket";

export interface ArtifactBucketProps {
  readonly environment: Environment;
  /** Globally unique, at most 63 characters. */
  readonly name: string;
  /** ARN of the key that encrypts every object. */
  readonly kmsKeyArn: string;
  readonly accessLogs: PrivateBucket;
}

/** Bucket for workflow artifacts and archived logs. Objects expire; nothing is stored under another kind of key. */
export class ArtifactBucket extends PrivateBucket {
  constructor(
    scope: Construct,
    id: string,
    { environment, name, kmsKeyArn, accessLogs }: ArtifactBucketProps,
  ) {
    const { retentionDays, noncurrentDays, intelligentTieringDays } = environment.artifacts;
    super(scope, id, {
      environment,
      name,
      encryption: { kmsKeyArn },
      accessLogs,
      preventDestroy: true,
      lifecycle: [
        expiry("expire-artifacts", retentionDays, noncurrentDays),
        {
          id: "tier-artifacts",
          status: "Enabled",
          filter: [{}],
          transition: [{ days: intelligentTieringDays, storageClass: "INTELLIGENT_TIERING" }],
        },
      ],
      policy: refuseOtherEncryption(s3Arn(environment, `${name}/*`)),
    });
  }
}

/**
 * An upload that names no encryption gets the bucket's own; one that names another kind is refused. So is one that
 * brings its own key (SSE-C): it names no kind of encryption, and nobody but its author could read the object.
 */
export function refuseOtherEncryption(objects: string): Statement[] {
  const uploads = { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: objects } as const;
  return [
    {
      Sid: "RefuseOtherEncryption",
      ...uploads,
      Condition: {
        StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
        Null: { "s3:x-amz-server-side-encryption": "false" },
      },
    },
    {
      Sid: "RefuseCustomerKeys",
      ...uploads,
      Condition: { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
    },
  ];
}
