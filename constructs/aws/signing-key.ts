import type { Construct } from "constructs";
import { type AccountAndRegion, iamArn } from "../../config/arns";
import { CustomerKey, type CustomerKeyProps } from "./customer-key";
import type { Statement } from "./policy-document";

export interface SigningKeyProps extends CustomerKeyProps {
  /** ARN of the only role that may sign. It needn't exist yet: the policy names it in a condition. */
  readonly signerArn: string;
  /** Other AWS accounts that may read the public key. */
  readonly verifiers: readonly string[];
}

/**
 * Asymmetric key that signs images. IAM policies of the account decide who administers it and who reads its public key,
 * but no IAM policy and no grant lets anyone except the signer sign. KMS can't rotate asymmetric keys. Once AWS has
 * deleted the key, no signature of it can be verified anymore.
 */
export class SigningKey extends CustomerKey {
  constructor(scope: Construct, id: string, props: SigningKeyProps) {
    const { location, signerArn, verifiers } = props;
    super(scope, id, props, {
      settings: { keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "ECC_NIST_P256" },
      statements: [
        onlyTheSignerSigns(signerArn),
        ...(verifiers.length > 0 ? [accountsMayVerify(location, verifiers)] : []),
      ],
    });
  }
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
