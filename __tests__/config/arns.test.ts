import * as arns from "../../config/arns";
import { partitionOf } from "../../config/values/partition";
import { edited, load } from "../fixtures/environment-file";

const elsewhere = { region: "eu-west-1", certificateArn: undefined, ingress: "{ enabled: false }" };
const [environment] = load({ "dev.yaml": edited(elsewhere) });
if (!environment) throw new Error("the complete file has an environment");

describe("ARNs and hosts", () => {
  it.each([
    ["eu-west-1", "aws", "amazonaws.com"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
  ])("are right in %s", (region, partition, suffix) => {
    const placed = { ...environment, region, partition: partitionOf(region) };
    expect([
      arns.arnOf(placed, "sns", "a"),
      arns.iamArn(placed, "policy/a"),
      arns.roleArn(placed, "a"),
      arns.s3Arn(placed, "a/b"),
      arns.serviceEndpoint(placed, "s3"),
    ]).toEqual([
      `arn:${partition}:sns:${region}:123456789012:a`,
      `arn:${partition}:iam::123456789012:policy/a`,
      `arn:${partition}:iam::123456789012:role/argo/a`,
      `arn:${partition}:s3:::a/b`,
      `s3.${region}.${suffix}`,
    ]);
  });
});
