import type { Construct } from "constructs";
import { type AccountAndRegion, s3Arn } from "../../config/arns";
import { refuseOtherEncryption } from "./bucket-refusals";
import { PrivateBucket } from "./private-bucket";

export interface StateBucketProps {
  readonly location: AccountAndRegion;
  /** Globally unique, at most 58 characters: the name of its log bucket is five characters longer. */
  readonly name: string;
  readonly kmsKeyArn: string;
  readonly accessLogs: PrivateBucket;
}

/** Days to keep old states. You need one of them to recover from a bad apply. */
const oldStateDays = 90;

/** Bucket for Terraform states. The current state never expires; old versions do. */
export class StateBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { location, name, kmsKeyArn, accessLogs }: StateBucketProps) {
    super(scope, id, {
      location,
      name,
      encryption: { kmsKeyArn },
      accessLogs,
      preventDestroy: true,
      lifecycle: [
        {
          id: "expire-old-states",
          status: "Enabled",
          filter: [{}],
          noncurrentVersionExpiration: [{ noncurrentDays: oldStateDays }],
        },
      ],
      policy: refuseOtherEncryption(s3Arn(location, `${name}/*`)),
    });
  }
}
