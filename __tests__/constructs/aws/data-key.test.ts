import { DataKey, type DataKeyProps } from "../../../constructs/aws/data-key";
import { policyAt } from "../../fixtures/policies";
import { environment, parsed, resource } from "../../fixtures/synthesis";

describe("DataKey", () => {
  const props: DataKeyProps = { location: environment(), alias: "alias/test-argo", description: "Test" };
  const logGroupArn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/rds/cluster/x/postgresql";
  const json = parsed((scope) => new DataKey(scope, "argo", props));
  const statements = (changes: Partial<DataKeyProps> = {}) =>
    policyAt(
      parsed((scope) => new DataKey(scope, "argo", { ...props, ...changes })),
      "aws_kms_key",
      "argo",
    ).Statement;

  it("is rotated every year", () => {
    expect(resource(json, "aws_kms_key", "argo")).toMatchObject({ enable_key_rotation: true });
  });

  it("lets CloudWatch Logs encrypt one log group if you name it", () => {
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
    const principals = statements({ location: environment({ region }), logGroupArn }).map(
      ({ Principal }) => Principal,
    );
    expect(principals).toEqual([{ AWS: root }, { Service: service }]);
  });
});
