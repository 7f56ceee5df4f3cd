import type { Construct } from "constructs";
import { type AccountAndRegion, serviceEndpoint } from "../../config/arns";
import { CustomerKey, type CustomerKeyProps } from "./customer-key";
import type { Statement } from "./policy-document";

export interface DataKeyProps extends CustomerKeyProps {
  /**
   * ARN of the only CloudWatch log group that the key may encrypt.
   * @default CloudWatch Logs can't use the key
   */
  readonly logGroupArn?: string;
}

/** Symmetric key that encrypts data, rotated every year. */
export class DataKey extends CustomerKey {
  constructor(scope: Construct, id: string, props: DataKeyProps) {
    const { location, logGroupArn } = props;
    super(scope, id, props, {
      settings: { enableKeyRotation: true },
      statements: logGroupArn === undefined ? [] : [logsMayEncrypt(location, logGroupArn)],
    });
  }
}

/** What CloudWatch Logs needs, for one log group (AWS: CloudWatch Logs user guide, "Encrypt log data"). */
function logsMayEncrypt(location: AccountAndRegion, logGroupArn: string): Statement {
  return {
    Sid: "LogGroupMayEncrypt",
    Effect: "Allow",
    Principal: { Service: serviceEndpoint(location, "logs") },
    Action: [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:DescribeKey",
    ],
    Resource: "*",
    Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": logGroupArn } },
  };
}
