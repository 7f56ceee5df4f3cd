import { z } from "zod";
import { archiveDatabase } from "./fields/archive-database";
import { flag, oneOf, section, text, wholeNumber, withoutQuotes } from "./fields/basic";

/** Retention periods in days that CloudWatch Logs accepts (API PutRetentionPolicy). */
const logRetention = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Capacity of an Aurora Serverless v2 instance, in ACUs (Aurora capacity units). */
function capacity(min: number) {
  const error = `must be a number of ACUs from ${min} to 256 in steps of 0.5${withoutQuotes}`;
  return z.number({ error }).min(min, { error }).max(256, { error }).multipleOf(0.5, { error });
}

export const archive = section({
  enabled: flag().default(false).describe("Keep finished workflows in a PostgreSQL database"),
  database: archiveDatabase
    .optional()
    .describe(
      "PostgreSQL that exists already. Its owner maintains it, so the fields about Aurora have no effect. Default: this " +
        "project creates an Aurora PostgreSQL",
    ),
  minCapacity: capacity(0.5)
    .default(0.5)
    .describe("Minimum capacity of each database instance, in ACUs (about 2 GiB of memory each)"),
  // The provider refuses a maximum of less than 1 (terraform-provider-aws: serverlessv2_scaling_configuration).
  maxCapacity: capacity(1).default(4).describe("Maximum capacity of each database instance, in ACUs"),
  readers: wholeNumber(0, 15, "instances")
    .default(1)
    .describe(
      "Reader instances in addition to the writer. With 1 or more, the archive survives the loss of an Availability Zone",
    ),
  engineVersion: text(
    /^(1[4-9]|2\d)(\.\d{1,2})?$/,
    'must be an Aurora PostgreSQL version in quotes: a major version such as "16", whose minor version AWS keeps current, or an exact one such as "16.8"',
  )
    .default("16")
    .describe("Aurora PostgreSQL version"),
  backupRetentionDays: wholeNumber(1, 35, "days").default(7).describe("Days to keep automatic backups"),
  backupWindow: text(
    /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
    "must be a daily window in UTC such as 03:00-04:00",
  )
    .default("03:00-04:00")
    .describe("Daily window for the backup, at least 30 minutes"),
  maintenanceWindow: text(
    /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
    "must be a weekly window in UTC such as sun:04:30-sun:05:30",
  )
    .default("sun:04:30-sun:05:30")
    .describe(
      "Weekly window in which AWS can patch the database: 30 minutes to 24 hours, outside backupWindow",
    ),
  logRetentionDays: z
    .literal(logRetention, { error: `must be one of ${logRetention.join(", ")} (days)` })
    .default(30)
    .describe("Days to keep the logs of the database in CloudWatch"),
  deletionProtection: flag()
    .default(true)
    .describe(
      "Refuse to delete the database, in AWS and in Terraform. A deletion always takes a final snapshot",
    ),
  login: oneOf(["password", "iam"])
    .default("password")
    .describe(
      "How Argo logs in to the database. password: with a generated password, or that of database.secretArn. iam: with a " +
        "token of its AWS role, without any password; not with database",
    ),
  passwordVersion: wholeNumber(1, 1_000_000, "increase it by one to rotate")
    .default(1)
    .describe(
      "Increase it by one to set a new database password at the next apply. With database: to read a changed secret at once",
    ),
  ttlDays: wholeNumber(1, 3650, "days")
    .default(30)
    .describe("Days until a finished workflow is deleted from the archive"),
})
  .prefault({})
  .describe("The archive of finished workflows");
