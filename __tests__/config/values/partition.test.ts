import { partitionOf } from "../../../config/values/partition";
import { complaints, edited } from "../../fixtures/environment-file";

/** AWS' own list of regions by partition (AWS: general reference, "Regions and zones"). */
const regions = {
  aws: [
    ...["af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3"],
    ...["ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4"],
    ...["ap-southeast-5", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2"],
    ...["eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1"],
    ...["me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1"],
    "us-west-2",
  ],
  "aws-cn": ["cn-north-1", "cn-northwest-1"],
  "aws-us-gov": ["us-gov-east-1", "us-gov-west-1"],
};

describe.each(Object.entries(regions))("%s", (partition, names) => {
  it.each(names)("has %s", (region) => {
    expect(partitionOf(region)).toEqual({
      name: partition,
      dnsSuffix: partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
    });
    const arns = { "state.roleArn": undefined, deploy: undefined, certificateArn: undefined };
    const iam = { "iam.permissionsBoundaryArn": undefined, "state.region": undefined };
    const ingress = { ingress: "{ enabled: false }" };
    expect(complaints(edited({ ...arns, ...iam, ...ingress, region }))).toEqual([]);
  });
});
