import { roleArn } from "./fields/aws";
import { section } from "./fields/basic";

export const deploy = section({
  roleArn: roleArn
    .optional()
    .describe(
      "Role that Terraform assumes to plan and apply. Default: the credentials that you run Terraform with",
    ),
  planRoleArn: roleArn
    .optional()
    .describe(
      "Role with read access for plans of pull requests; needs roleArn. It makes the role a Terraform variable, role_arn, whose default is roleArn; see docs/atlantis.md",
    ),
})
  .prefault({})
  .describe("How Terraform gets its permissions in AWS");
