import { SigningKey, type SigningKeyProps } from "../../../constructs/aws/signing-key";
import { policyAt } from "../../fixtures/policies";
import { environment, parsed, resource } from "../../fixtures/synthesis";

describe("SigningKey", () => {
  const signerArn = "arn:aws:iam::123456789012:role/test-argo-signer-team-a";
  const props: SigningKeyProps = {
    location: environment(),
    alias: "alias/test-argo-signing-team-a",
    description: "Test",
    signerArn,
    verifiers: [],
  };
  const json = parsed((scope) => new SigningKey(scope, "signing", props));
  const statements = (changes: Partial<SigningKeyProps> = {}) =>
    policyAt(
      parsed((scope) => new SigningKey(scope, "signing", { ...props, ...changes })),
      "aws_kms_key",
      "signing",
    ).Statement;

  it("signs, with a curve that cosign knows", () => {
    expect(resource(json, "aws_kms_key", "signing")).toMatchObject({
      key_usage: "SIGN_VERIFY",
      customer_master_key_spec: "ECC_NIST_P256",
    });
  });

  it("denies signing to everyone except the signer, whatever the account's policies say", () => {
    expect(statements()).toEqual([
      expect.objectContaining({ Sid: "AccountDecides" }),
      {
        Sid: "OnlyTheSignerSigns",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "kms:Sign",
        Resource: "*",
        Condition: { ArnNotEquals: { "aws:PrincipalArn": signerArn } },
      },
    ]);
  });

  it("lets other accounts read the public key, and no more", () => {
    expect(statements({ verifiers: ["333333333333"] })).toContainEqual({
      Sid: "AccountsMayVerify",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::333333333333:root"] },
      Action: ["kms:DescribeKey", "kms:GetPublicKey"],
      Resource: "*",
    });
  });
});
