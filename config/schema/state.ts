import { accountId, bucketName, regionName, roleArn } from "./fields/aws";
import { oneOf, section, text } from "./fields/basic";

export const state = section({
  bucket: bucketName.describe("S3 bucket for the Terraform state of this environment"),
  kmsKeyAlias: text(
    /^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/,
    "must be the alias of a customer managed key, such as alias/terraform-state",
  )
    .optional()
    .describe(
      "Alias of the KMS key that encrypts the state. Required unless bootstrap is none. Default: the encryption that the " +
        "bucket itself has",
    ),
  region: regionName
    .optional()
    .describe("Region of the state bucket. Default: the region of the environment"),
  account: accountId
    .optional()
    .describe("Account that owns the state bucket. Default: the account of the environment"),
  roleArn: roleArn
    .optional()
    .describe(
      "Role that Terraform assumes to read and write the state. Default: the credentials that you run Terraform with",
    ),
  keyPrefix: text(
    /^(?=.{1,200}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\/[a-z0-9]([a-z0-9-]*[a-z0-9])?){0,5}$/,
    "must be 1 to 6 words of lowercase letters, digits and hyphens, joined by slashes, such as argo/dev, at most 200 characters",
  )
    .optional()
    .describe("Prefix of every state key. Default: argo/<environment>"),
  bootstrap: oneOf(["none", "local", "s3"])
    .default("none")
    .describe(
      "Who creates the state bucket. none: it already exists. local: the state stack of this project creates it, and " +
        "keeps its own state in a local file. s3: like local, after you have migrated that file to the bucket",
    ),
}).describe("Where Terraform keeps its state");
