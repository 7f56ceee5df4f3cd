import { roleArn } from "./fields/aws";
import { section } from "./fields/basic";

export const deploy = section({
  roleArn: roleArn
    .optional()
    .describe(
      "Role that Terraform assumes to plan and apply. Default: the credentials that you run Terraform with",
    ),
})
  .prefault({})
  .describe("How Terraform gets its permissions in AWS");
