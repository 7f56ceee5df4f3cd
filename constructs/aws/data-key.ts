import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { type AccountAndRegion, iamArn, serviceEndpoint } from "../../config/naming";
import { addressed } from "../addressed";
import { policyDocument, type Statement } from "./policy-document";

export interface DataKeyProps {
  readonly location: AccountAndRegion;
  /** Begins with `alias/`. Policies and other stacks refer to the key by this name. */
  readonly alias: string;
  readonly description: string;
  /**
   * ARN of the only CloudWatch log group that the key may encrypt.
   * @default - CloudWatch Logs can't use the key
   */
  readonly logGroupArn?: string;
}

/**
 * Customer managed key, rotated every year. The key policy delegates to the account's IAM policies, so that nobody can
 * be locked out. To destroy the key, remove prevent_destroy; AWS then deletes it after 30 days.
 */
export class DataKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DataKeyProps) {
    super(scope, id);
    const statements = [accountDecides(props.location)];
    if (props.logGroupArn !== undefined) statements.push(logsMayEncrypt(props.location, props.logGroupArn));
    const key = addressed(
      id,
      new KmsKey(this, "key", {
        description: props.description,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: policyDocument(statements),
        lifecycle: { preventDestroy: true },
      }),
    );
    addressed(id, new KmsAlias(this, "alias", { name: props.alias, targetKeyId: key.keyId }));
    this.arn = key.arn;
  }
}

function accountDecides(location: AccountAndRegion): Statement {
  return {
    Sid: "AccountDecides",
    Effect: "Allow",
    Principal: { AWS: iamArn(location, "root") },
    Action: "kms:*",
    Resource: "*",
  };
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
