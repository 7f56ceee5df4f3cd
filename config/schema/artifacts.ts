import { flag, section, wholeNumber } from "./fields/basic";

export const artifacts = section({
  retentionDays: wholeNumber(1, 3650, "days").default(30).describe("Days until S3 deletes an artifact"),
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
})
  .prefault({})
  .describe("The bucket for workflow artifacts and archived logs");
