import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { type AccountAndRegion, iamArn } from "../../config/naming";
import { addressed } from "../addressed";
import { policyDocument, type Statement } from "./policy-document";

export interface SigningKeyProps {
  readonly location: AccountAndRegion;
  /** Begins with `alias/`. Policies and other stacks refer to the key by this name. */
  readonly alias: string;
  readonly description: string;
  /** ARN of the only role that may sign. It needn't exist yet: the policy names it in a condition. */
  readonly signerArn: string;
  /** Other AWS accounts that may read the public key. */
  readonly verifiers: readonly string[];
}

/**
 * Asymmetric key that signs images. IAM policies of the account decide who administers it and who reads its public key,
 * but no IAM policy and no grant lets anyone except the signer sign. KMS can't rotate asymmetric keys. To destroy the
 * key, remove prevent_destroy; AWS then deletes it after 30 days, and no signature of it can be verified anymore.
 */
export class SigningKey extends Construct {
  constructor(scope: Construct, id: string, props: SigningKeyProps) {
    super(scope, id);
    const { location, alias, description, signerArn, verifiers } = props;
    const key = addressed(
      id,
      new KmsKey(this, "key", {
        description,
        keyUsage: "SIGN_VERIFY",
        customerMasterKeySpec: "ECC_NIST_P256",
        deletionWindowInDays: 30,
        policy: policyDocument([
          accountDecides(location),
          onlyTheSignerSigns(signerArn),
          ...(verifiers.length > 0 ? [accountsMayVerify(location, verifiers)] : []),
        ]),
        lifecycle: { preventDestroy: true },
      }),
    );
    addressed(id, new KmsAlias(this, "alias", { name: alias, targetKeyId: key.keyId }));
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

/** A denial, because the account's own policies could allow it to others. It also holds for grants. */
function onlyTheSignerSigns(signerArn: string): Statement {
  return {
    Sid: "OnlyTheSignerSigns",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "kms:Sign",
    Resource: "*",
    Condition: { ArnNotEquals: { "aws:PrincipalArn": signerArn } },
  };
}

function accountsMayVerify(location: AccountAndRegion, accounts: readonly string[]): Statement {
  return {
    Sid: "AccountsMayVerify",
    Effect: "Allow",
    Principal: { AWS: accounts.map((account) => iamArn({ ...location, account }, "root")) },
    Action: ["kms:DescribeKey", "kms:GetPublicKey"],
    Resource: "*",
  };
}
