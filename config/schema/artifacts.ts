import { bucketName, kmsKeyArn } from "./fields/aws";
import { flag, list, section, text, wholeNumber } from "./fields/basic";

export const artifacts = section({
  bucket: bucketName
    .optional()
    .describe(
      "S3 bucket that exists already, in the account and region of the environment. Its owner maintains it. Needs " +
        "kmsKeyArn. Default: this project creates the bucket and its key",
    ),
  kmsKeyArn: kmsKeyArn.optional().describe("KMS key with which that bucket encrypts. Needs bucket"),
  retentionDays: wholeNumber(1, 3650, "days")
    .default(30)
    .describe(
      "Days until S3 deletes an artifact, also the logs of a workflow. With bucket, its owner decides that",
    ),
  noncurrentDays: wholeNumber(1, 3650, "days")
    .default(7)
    .describe("Days until S3 permanently removes a deleted or overwritten version"),
  intelligentTieringDays: wholeNumber(0, 3650, "days")
    .default(1)
    .describe("Days until an artifact moves to S3 Intelligent-Tiering. Must be less than retentionDays"),
  accessLogDays: wholeNumber(1, 3650, "days").default(90).describe("Days to keep the S3 access logs"),
  inUi: flag()
    .default(true)
    .describe(
      "Show artifacts and archived logs in Argo's UI. If false, Argo's server can't read any of them",
    ),
  allowedVpcEndpoints: list(
    text(/^vpce-[0-9a-f]{8}([0-9a-f]{9})?$/, "must be a VPC endpoint such as vpce-0123456789abcdef0"),
    { min: 0, max: 20 },
    "must be a list of VPC endpoints",
  )
    .default([])
    .describe(
      "Gateway or interface endpoints of S3 through which alone objects can be read, written and deleted. Default: any network path",
    ),
})
  .prefault({})
  .describe("The bucket for workflow artifacts and archived logs");
