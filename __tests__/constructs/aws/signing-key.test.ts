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

  it("signs, with a curve that cosign knows, and has an alias", () => {
    expect(resource(json, "aws_kms_key", "signing")).toMatchObject({
      key_usage: "SIGN_VERIFY",
      customer_master_key_spec: "ECC_NIST_P256",
    });
    expect(resource(json, "aws_kms_alias", "signing")).toEqual({
      name: "alias/test-argo-signing-team-a",
      target_key_id: "${aws_kms_key.signing.key_id}",
    });
  });

  it("is deleted only after somebody removes prevent_destroy, and 30 days later", () => {
    expect(resource(json, "aws_kms_key", "signing")).toMatchObject({
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("delegates to the account's policies, but denies signing to everyone except the signer", () => {
    expect(statements()).toEqual([
      {
        Sid: "AccountDecides",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
      },
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
