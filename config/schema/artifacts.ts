import { flag, section, wholeNumber } from "./fields/basic";

export const artifacts = section({
  retentionDays: wholeNumber(1, 3650, "days").default(30).describe("Days until an artifact is deleted"),
  noncurrentDays: wholeNumber(1, 3650, "days")
    .default(7)
    .describe("Days until a deleted or overwritten version is gone for good"),
  intelligentTieringDays: wholeNumber(0, 3650, "days")
    .default(1)
    .describe("Days until an artifact moves to Intelligent-Tiering"),
  accessLogDays: wholeNumber(1, 3650, "days").default(90).describe("Days that S3 access logs are kept"),
  inUi: flag()
    .default(true)
    .describe("Show artifacts and archived logs in the UI; if false, Argo's server can't read any of them"),
})
  .prefault({})
  .describe("The bucket of workflow artifacts and archived logs");
