import { policyOf } from "../../../audit/policy";
import { policyDocument } from "../../../constructs/aws/policy-document";

describe("policyDocument", () => {
  const statement = {
    Sid: "OwnHome",
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::home/${aws:username}/*",
  } as const;

  it("writes the statements in the policy language that knows variables", () => {
    expect(policyOf(policyDocument([statement]))).toEqual({ Version: "2012-10-17", Statement: [statement] });
  });

  it("keeps IAM variables from Terraform", () => {
    expect(policyDocument([statement])).toContain("home/$${aws:username}/*");
  });

  it("spends no character on white space, since IAM limits them", () => {
    expect(policyDocument([statement])).not.toMatch(/\s/);
  });
});
