import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { iamArn, serviceEndpoint } from "../../config/naming";
import { addressed } from "../addressed";
import { policyDocument, type Statement } from "./policy-document";

export interface DataKeyProps {
  readonly environment: Environment;
  /** Name by which policies and other stacks know the key, beginning with `alias/`. */
  readonly alias: string;
  readonly description: string;
  /**
   * ARN of the one CloudWatch log group that is encrypted with the key.
   * @default - CloudWatch Logs may not use the key
   */
  readonly logGroupArn?: string;
}

/**
 * Customer managed key, rotated every year. Its policy hands the decision to the account's IAM policies, so that
 * nobody can lock everyone out; it is destroyed only after prevent_destroy is taken away and 30 days have passed.
 */
export class DataKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DataKeyProps) {
    super(scope, id);
    const statements = [accountDecides(props.environment)];
    if (props.logGroupArn !== undefined)
      statements.push(logsMayEncrypt(props.environment, props.logGroupArn));
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

function accountDecides(environment: Environment): Statement {
  return {
    Sid: "AccountDecides",
    Effect: "Allow",
    Principal: { AWS: iamArn(environment, "root") },
    Action: "kms:*",
    Resource: "*",
  };
}

/** What CloudWatch Logs needs of a key, bound to one log group (AWS: CloudWatch Logs user guide, "Encrypt log data"). */
function logsMayEncrypt(environment: Environment, logGroupArn: string): Statement {
  return {
    Sid: "LogGroupMayEncrypt",
    Effect: "Allow",
    Principal: { Service: serviceEndpoint(environment, "logs") },
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
