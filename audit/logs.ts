import { amend, change, each, policies, type Rule } from "./rule";

/** CloudWatch Logs. */

const log = "aws_cloudwatch_log_group";
const key = "aws_kms_key";

export const logRules: Rule[] = [
  {
    ids: "CKV_AWS_66, CloudWatch.16",
    meaning: "Logs expire",
    check: each(log, ({ retention_in_days: days }) => Number(days) > 0),
    breaks: [change(log, "retention_in_days", 0), change(log, "retention_in_days")],
  },
  {
    ids: "CKV_AWS_338 (production; elsewhere excepted for cost)",
    meaning: "Logs are kept for a year",
    environments: ["production"],
    check: each(log, ({ retention_in_days: days }) => Number(days) >= 365),
    breaks: [change(log, "retention_in_days", 90)],
  },
  {
    ids: "CKV_AWS_158, AWS-0017",
    meaning: "Logs are encrypted with our KMS key, which CloudWatch Logs may use only for this log group",
    check: (estate) =>
      each(log, ({ kms_key_id: id, name }, { stack }) => {
        const own = policies(estate, key).filter(
          (one) => one.stack === stack && id === `\${aws_kms_key.${one.id}.arn}`,
        );
        return own.some(({ policy }) =>
          policy.Statement.some(
            ({ Effect, Principal, Condition }) =>
              Effect === "Allow" &&
              typeof Principal === "object" &&
              String(Principal.Service).startsWith("logs.") &&
              String(Condition?.ArnEquals?.["kms:EncryptionContext:aws:logs:arn"]).endsWith(
                `:log-group:${String(name)}`,
              ),
          ),
        );
      })(estate),
    breaks: [
      change(log, "kms_key_id"),
      amend("LogGroupMayEncrypt", (statement) => Reflect.deleteProperty(statement, "Condition")),
      amend("LogGroupMayEncrypt", (statement) => (statement.Effect = "Deny")),
      change(log, "name", "/aws/rds/cluster/other/postgresql"),
    ],
  },
];
