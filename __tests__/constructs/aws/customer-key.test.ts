import type { Construct } from "constructs";
import type { CustomerKeyProps } from "../../../constructs/aws/customer-key";
import { DataKey } from "../../../constructs/aws/data-key";
import { SigningKey } from "../../../constructs/aws/signing-key";
import { policyAt } from "../../fixtures/policies";
import { environment, parsed, resource } from "../../fixtures/synthesis";

const props: CustomerKeyProps = { location: environment(), alias: "alias/test-argo", description: "Test" };
const signerArn = "arn:aws:iam::123456789012:role/test-argo-signer-team-a";

const keys: readonly (readonly [string, (scope: Construct) => Construct])[] = [
  ["DataKey", (scope) => new DataKey(scope, "one", props)],
  ["SigningKey", (scope) => new SigningKey(scope, "one", { ...props, signerArn, verifiers: [] })],
];

describe.each(keys)("%s", (_, add) => {
  const json = parsed(add);

  it("is deleted only after somebody removes prevent_destroy, and 30 days later", () => {
    expect(resource(json, "aws_kms_key", "one")).toMatchObject({
      description: "Test",
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("has an alias", () => {
    expect(resource(json, "aws_kms_alias", "one")).toEqual({
      name: "alias/test-argo",
      target_key_id: "${aws_kms_key.one.key_id}",
    });
  });

  it("delegates to the account's policies, so that nobody is locked out", () => {
    expect(policyAt(json, "aws_kms_key", "one").Statement[0]).toEqual({
      Sid: "AccountDecides",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: "kms:*",
      Resource: "*",
    });
  });
});
