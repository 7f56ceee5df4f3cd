import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { s3Arn } from "../../config/naming";
import { refuseOtherEncryption } from "./artifact-bucket";
import { PrivateBucket } from "./private-bucket";

export interface StateBucketProps {
  readonly environment: Environment;
  /** Globally unique, at most 58 characters: its log bucket's name is longer by five. */
  readonly name: string;
  readonly kmsKeyArn: string;
  readonly accessLogs: PrivateBucket;
}

/** Old states stay this long; one of them is the way back after a bad apply. */
const oldStateDays = 90;

/** Bucket for Terraform states. The current state never expires; older ones stay for a while. */
export class StateBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { environment, name, kmsKeyArn, accessLogs }: StateBucketProps) {
    super(scope, id, {
      environment,
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
      policy: refuseOtherEncryption(s3Arn(environment, `${name}/*`)),
    });
  }
}
