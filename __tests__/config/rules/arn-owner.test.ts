import { complaints, edited, type Edits, load } from "../../fixtures/environment-file";

/** The problems of the complete file after some edits. */
const complaintsWith = (edits: Edits) => complaints(edited(edits));

describe("the partition of an ARN", () => {
  const placed = (partition: string, region: string): Edits => ({
    region,
    "state.region": undefined,
    "state.roleArn": `arn:${partition}:iam::123456789012:role/a`,
    "deploy.roleArn": `arn:${partition}:iam::123456789012:role/a`,
    "deploy.planRoleArn": `arn:${partition}:iam::123456789012:role/b`,
    "iam.permissionsBoundaryArn": `arn:${partition}:iam::123456789012:policy/a`,
    certificateArn: `arn:${partition}:acm:${region}:123456789012:certificate/11111111-1111-1111-1111-111111111111`,
  });
  const places = [
    ["aws", "eu-central-1"],
    ["aws-cn", "cn-northwest-1"],
    ["aws-us-gov", "us-gov-east-1"],
  ] as const;

  it.each(places)("can be %s in %s", (partition, region) => {
    const [environment] = load({ "dev.yaml": edited(placed(partition, region)) });
    expect(environment).toMatchObject({ region, partition: { name: partition }, state: { region } });
  });

  const fields = [
    ...["state.roleArn", "deploy.roleArn", "deploy.planRoleArn", "iam.permissionsBoundaryArn"],
    "certificateArn",
  ];
  it.each(
    places.flatMap(([partition, region]) => fields.map((field) => [field, partition, region] as const)),
  )("of %s is refused if it isn't %s", (field, partition, region) => {
    const other = partition === "aws" ? "aws-cn" : "aws";
    const value = placed(partition, region)[field]?.replace(`arn:${partition}:`, `arn:${other}:`) ?? "";
    expect(complaintsWith({ ...placed(partition, region), [field]: value })).toEqual([
      expect.stringMatching(
        new RegExp(`^${field}: "[^ ]* is in partition ${other}, but region ${region} is in ${partition}$`),
      ),
    ]);
  });

  it("refuses a state region in another partition", () => {
    expect(complaintsWith({ "state.region": "cn-north-1" })).toEqual([
      'state.region: "cn-north-1" is in partition aws-cn, but region eu-central-1 is in aws',
    ]);
    expect(complaintsWith({ "state.region": "us-east-1" })).toEqual([]);
  });

  it("is not checked while the region is wrong", () => {
    expect(
      complaintsWith({ region: "moon-east-1", "deploy.roleArn": "arn:aws-cn:iam::123456789012:role/a" }),
    ).toHaveLength(1);
  });
});

describe("the account of an ARN", () => {
  it.each(["deploy.roleArn", "deploy.planRoleArn", "state.roleArn"])(
    "in %s is the account of its environment or state",
    (field) => {
      const whose =
        field === "state.roleArn" ? "the account of the state bucket" : "the account of the environment";
      expect(complaintsWith({ [field]: "arn:aws:iam::999999999999:role/a" })).toEqual([
        `${field}: "arn:aws:iam::999999999999:role/a" belongs to account 999999999999, but ${whose} is 123456789012`,
      ]);
    },
  );

  it("in the permissions boundary is the account of the environment", () => {
    expect(complaintsWith({ "iam.permissionsBoundaryArn": "arn:aws:iam::999999999999:policy/a" })).toEqual([
      'iam.permissionsBoundaryArn: "arn:aws:iam::999999999999:policy/a" belongs to account 999999999999, but the account of the environment is 123456789012',
    ]);
  });

  it("can differ in the role of the state if the state is in that account", () => {
    const elsewhere = { "state.account": '"999999999999"' };
    expect(complaintsWith({ ...elsewhere, "state.roleArn": "arn:aws:iam::999999999999:role/a" })).toEqual([]);
    expect(complaintsWith(elsewhere)).toEqual([
      'state.roleArn: "arn:aws:iam::123456789012:role/terraform-state" belongs to account 123456789012, but the account of the state bucket is 999999999999',
    ]);
  });

  it("in the role of the state is the environment's by default", () => {
    expect(
      complaintsWith({ "state.account": undefined, "state.roleArn": "arn:aws:iam::999999999999:role/a" }),
    ).toHaveLength(1);
  });
});
