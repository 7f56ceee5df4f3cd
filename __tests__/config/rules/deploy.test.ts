import { complaints, edited, type Edits } from "../../fixtures/environment-file";

const complaintsWith = (edits: Edits) => complaints(edited(edits));
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

describe("the role for plans", () => {
  it("needs the role that applies", () => {
    expect(complaintsWith({ "deploy.roleArn": undefined, "deploy.planRoleArn": role("plan") })).toEqual([
      `deploy.planRoleArn: "${role("plan")}" needs deploy.roleArn, the role that applies; set it, or remove planRoleArn`,
    ]);
  });

  it("is another role than the one that applies", () => {
    expect(complaintsWith({ "deploy.roleArn": role("one"), "deploy.planRoleArn": role("one") })).toEqual([
      `deploy.planRoleArn: "${role("one")}" must be another role than deploy.roleArn, with read access only`,
    ]);
    expect(complaintsWith({ "deploy.roleArn": role("one"), "deploy.planRoleArn": role("two") })).toEqual([]);
  });

  it("belongs to the account of the environment", () => {
    const foreign = "arn:aws:iam::999999999999:role/plan";
    expect(complaintsWith({ "deploy.planRoleArn": foreign })).toEqual([
      `deploy.planRoleArn: "${foreign}" belongs to account 999999999999, but the account of the environment is 123456789012`,
    ]);
  });
});
