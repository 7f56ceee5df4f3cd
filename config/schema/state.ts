import { accountId, bucketName, regionName, roleArn } from "./fields/aws";
import { oneOf, section, text } from "./fields/basic";

export const state = section({
  bucket: bucketName.describe("S3 bucket that holds the Terraform state of this environment"),
  kmsKeyAlias: text(
    /^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/,
    "must be the alias of a customer managed key, such as alias/terraform-state",
  ).describe("Alias of the KMS key that encrypts the state"),
  region: regionName.optional().describe("Region of the state bucket; default: the environment's region"),
  account: accountId
    .optional()
    .describe("Account that owns the state bucket; default: the environment's account"),
  roleArn: roleArn.optional().describe("Role that Terraform assumes to read and write the state"),
  keyPrefix: text(
    /^(?=.{1,200}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\/[a-z0-9]([a-z0-9-]*[a-z0-9])?){0,5}$/,
    "must be lower-case words joined by slashes, such as argo/dev, without a slash at either end, at most 200 characters",
  )
    .optional()
    .describe("First part of every state key; default: argo/<environment>"),
  bootstrap: oneOf(["none", "local", "s3"])
    .default("none")
    .describe(
      "Who makes the state bucket. none: it exists already. local: this project's state stack makes it, and keeps " +
        "its own state in a local file. s3: as local, after that file was migrated into the bucket",
    ),
}).describe("Where Terraform keeps its state");
