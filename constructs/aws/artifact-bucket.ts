import type { Construct } from "constructs";
import { type AccountAndRegion, s3Arn } from "../../config/arns";
import { artifactPrefix } from "../../config/aws-naming";
import type { Environment } from "../../config/environment";
import { refuseOtherEncryption, refuseOtherNetworks } from "./bucket-refusals";
import { expiry, PrivateBucket } from "./private-bucket";

export interface ArtifactBucketProps {
  readonly location: AccountAndRegion;
  /** Globally unique, at most 63 characters. */
  readonly name: string;
  /** ARN of the key that encrypts every object. */
  readonly kmsKeyArn: string;
  readonly accessLogs: PrivateBucket;
  readonly retention: Pick<
    Environment["artifacts"],
    "retentionDays" | "noncurrentDays" | "intelligentTieringDays"
  >;
  /** Namespaces whose artifacts are deleted sooner than the others. */
  readonly sooner: readonly { readonly namespace: string; readonly days: number }[];
  /** S3 endpoints through which alone objects can be reached; empty means any network path. */
  readonly allowedVpcEndpoints: readonly string[];
}

/** Bucket for workflow artifacts and archived logs. Objects expire, and every object is encrypted with the bucket's key. */
export class ArtifactBucket extends PrivateBucket {
  constructor(
    scope: Construct,
    id: string,
    { location, name, kmsKeyArn, accessLogs, retention, sooner, allowedVpcEndpoints }: ArtifactBucketProps,
  ) {
    super(scope, id, {
      location,
      name,
      encryption: { kmsKeyArn },
      accessLogs,
      preventDestroy: true,
      lifecycle: [
        expiry("expire-artifacts", retention.retentionDays, retention.noncurrentDays),
        ...sooner.map(({ namespace, days }) =>
          expiry(`expire-${namespace}`, days, retention.noncurrentDays, `${artifactPrefix}/${namespace}/`),
        ),
        {
          id: "tier-artifacts",
          status: "Enabled",
          filter: [{}],
          transition: [{ days: retention.intelligentTieringDays, storageClass: "INTELLIGENT_TIERING" }],
        },
      ],
      policy: [
        ...refuseOtherEncryption(s3Arn(location, `${name}/*`)),
        ...refuseOtherNetworks(s3Arn(location, `${name}/*`), allowedVpcEndpoints),
      ],
    });
  }
}
