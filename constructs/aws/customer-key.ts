import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey, type KmsKeyConfig } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { type AccountAndRegion, iamArn } from "../../config/arns";
import { addressed } from "../addressed";
import { policyDocument, type Statement } from "./policy-document";

export interface CustomerKeyProps {
  readonly location: AccountAndRegion;
  /** Begins with `alias/`. Policies and other stacks refer to the key by this name. */
  readonly alias: string;
  readonly description: string;
}

/** What one kind of key has in addition to what every key has. */
export interface CustomerKeyKind {
  readonly settings: Pick<KmsKeyConfig, "enableKeyRotation" | "keyUsage" | "customerMasterKeySpec">;
  /** Statements of the key policy, after the one that delegates to the account. */
  readonly statements: readonly Statement[];
}

/**
 * Customer managed key. The key policy delegates to the account's IAM policies, so that nobody can be locked out. To
 * destroy the key, remove prevent_destroy; AWS then deletes it after 30 days.
 */
export abstract class CustomerKey extends Construct {
  readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    props: CustomerKeyProps,
    { settings, statements }: CustomerKeyKind,
  ) {
    super(scope, id);
    const { location, alias, description } = props;
    const key = addressed(
      id,
      new KmsKey(this, "key", {
        description,
        ...settings,
        deletionWindowInDays: 30,
        policy: policyDocument([accountDecides(location), ...statements]),
        lifecycle: { preventDestroy: true },
      }),
    );
    addressed(id, new KmsAlias(this, "alias", { name: alias, targetKeyId: key.keyId }));
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
