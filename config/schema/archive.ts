import { z } from "zod";
import { flag, oneOf, section, text, wholeNumber } from "./fields/basic";

/** Retention periods that CloudWatch Logs accepts, in days (API PutRetentionPolicy). */
const logRetention = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Aurora Serverless v2 capacity (ACU, about 2 GiB of memory each). */
function capacity(min: number) {
  const error = `must be a number of ACU from ${min} to 256 in steps of 0.5, without quotes`;
  return z.number({ error }).min(min, { error }).max(256, { error }).multipleOf(0.5, { error });
}

export const archive = section({
  enabled: flag().default(false).describe("Keep finished workflows in an Aurora PostgreSQL database"),
  minCapacity: capacity(0.5).default(0.5).describe("Smallest size of each database instance, in ACU"),
  // The provider refuses a maximum below 1 (terraform-provider-aws: serverlessv2_scaling_configuration).
  maxCapacity: capacity(1).default(4).describe("Largest size of each database instance, in ACU"),
  readers: wholeNumber(0, 15, "instances")
    .default(1)
    .describe("Readers in addition to the writer; with 1 or more, the archive survives the loss of a zone"),
  engineVersion: text(
    /^(1[4-9]|2\d)(\.\d{1,2})?$/,
    'must be an Aurora PostgreSQL version in quotes: a major version such as "16" (AWS keeps the minor one current), or "16.8"',
  )
    .default("16")
    .describe("Aurora PostgreSQL version"),
  backupRetentionDays: wholeNumber(1, 35, "days").default(7).describe("Days that automatic backups are kept"),
  backupWindow: text(
    /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
    "must be a time window in UTC such as 03:00-04:00",
  )
    .default("03:00-04:00")
    .describe("Daily time of the backup, UTC, at least 30 minutes"),
  maintenanceWindow: text(
    /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
    "must be a weekly window in UTC such as sun:04:30-sun:05:30",
  )
    .default("sun:04:30-sun:05:30")
    .describe("Weekly time in which AWS may patch the database, UTC, at least 30 minutes"),
  logRetentionDays: z
    .literal(logRetention, { error: `must be one of ${logRetention.join(", ")} (days)` })
    .default(30)
    .describe("Days that the database's logs are kept in CloudWatch"),
  deletionProtection: flag()
    .default(true)
    .describe(
      "Refuse to delete the database, in AWS and in Terraform; a final snapshot is taken in any case",
    ),
  login: oneOf(["password", "iam"])
    .default("password")
    .describe(
      "How Argo logs in to the database: by password, or by a token of its AWS role (no password at all)",
    ),
  passwordVersion: wholeNumber(1, 1_000_000, "raise it by one to rotate")
    .default(1)
    .describe("Raise it to give the database a new password at the next apply"),
  ttlDays: wholeNumber(1, 3650, "days")
    .default(30)
    .describe("Days that a finished workflow stays in the archive"),
})
  .prefault({})
  .describe("The archive of finished workflows");
