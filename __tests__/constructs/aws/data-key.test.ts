import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { DataKey, type DataKeyProps } from "../../../constructs/aws/data-key";
import { policyAt } from "../../fixtures/policies";
import { environment, parsed, synthesized } from "../../fixtures/synthesis";

describe("DataKey", () => {
  const props: DataKeyProps = { environment: environment(), alias: "alias/test-argo", description: "Test" };
  const logGroupArn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/rds/cluster/x/postgresql";
  const text = synthesized((scope) => new DataKey(scope, "argo", props));
  const statements = (changes: Partial<DataKeyProps> = {}) =>
    policyAt(
      parsed((scope) => new DataKey(scope, "argo", { ...props, ...changes })),
      "aws_kms_key",
      "argo",
    ).Statement;

  it("is rotated every year", () => {
    expect(text).toHaveResourceWithProperties(KmsKey, { enable_key_rotation: true });
  });

  it("goes only when prevent_destroy is taken away and 30 days have passed", () => {
    expect(text).toHaveResourceWithProperties(KmsKey, {
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("is known by its alias", () => {
    expect(text).toHaveResourceWithProperties(KmsAlias, {
      name: "alias/test-argo",
      target_key_id: "${aws_kms_key.argo.key_id}",
    });
  });

  it("locks nobody out: the account's own policies decide", () => {
    expect(statements()).toEqual([
      {
        Sid: "AccountDecides",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
      },
    ]);
  });

  it("serves CloudWatch Logs for one log group, when it is told which", () => {
    expect(statements({ logGroupArn })).toContainEqual({
      Sid: "LogGroupMayEncrypt",
      Effect: "Allow",
      Principal: { Service: "logs.eu-central-1.amazonaws.com" },
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
    });
  });

  it.each([
    ["cn-north-1", "logs.cn-north-1.amazonaws.com.cn", "arn:aws-cn:iam::123456789012:root"],
    ["us-gov-west-1", "logs.us-gov-west-1.amazonaws.com", "arn:aws-us-gov:iam::123456789012:root"],
  ])("names the principals of the partition of %s", (region, service, root) => {
    const principals = statements({ environment: environment({ region }), logGroupArn }).map(
      ({ Principal }) => Principal,
    );
    expect(principals).toEqual([{ AWS: root }, { Service: service }]);
  });
});
