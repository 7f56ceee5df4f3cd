import { add, all, change, each, type Estate, has, type Rule } from "./rule";

/** Secrets Manager, and values that must not be in the JSON. */

const secret = "aws_secretsmanager_secret";

/** What real secrets look like, and attributes with one in plain text. */
const secretLooks = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bxox[baprs]-[A-Za-z0-9-]{10,}/,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  /"(master_password|password|secret_string|secret_binary|secret_key|access_key|token|auth_token)":"(?!\$\{)[^"]+"/,
];
/** Arguments and resources that store a secret in the state, whatever its value looks like. */
const stateful =
  /"(master_password|secret_string|secret_binary)":|"(random_password|random_string|tls_private_key)":/;

function secretsIn(estate: Estate): string[] {
  return Object.entries(estate).flatMap(([stack, json]) => {
    const text = JSON.stringify(json);
    return [...secretLooks, stateful]
      .filter((look) => look.test(text))
      .map((look) => `${stack} ${String(look)}`);
  });
}

export const secretRules: Rule[] = [
  {
    ids: "CKV_AWS_149, AWS-0098",
    meaning: "Secrets are encrypted with our KMS key",
    check: has(secret, { kms_key_id: "${aws_kms_key.argo.arn}" }),
    breaks: [change(secret, "kms_key_id"), change(secret, "kms_key_id", "alias/aws/secretsmanager")],
  },
  {
    ids: "no id (secrets in state, plan or synth)",
    meaning: "The JSON contains no secret, and no argument that would store one in the state",
    check: secretsIn,
    breaks: [
      change("aws_rds_cluster", "master_password", "correct-horse-battery"),
      change("aws_rds_cluster", "master_password", "${random_password.x.result}"),
      change("aws_secretsmanager_secret_version", "secret_string", '{"password":"x"}'),
      change("aws_kms_key", "description", "AKIAIOSFODNN7EXAMPLE"),
      change("aws_kms_key", "description", "-----BEGIN RSA PRIVATE KEY-----"),
      change("aws_kms_key", "description", `ghp_${"a".repeat(36)}`),
      change("aws_kms_key", "description", `xoxb-${"1".repeat(12)}`),
      change("aws_kms_key", "description", `eyJ${"a".repeat(20)}.${"b".repeat(20)}`),
      change("aws_kms_key", "token", "abcdef"),
      add("random_password", { length: 32 }),
    ],
  },
  {
    ids: "no id (issue, Stacks)",
    meaning: "The password is an ephemeral value, passed in write-only arguments",
    check: all(
      each(
        "aws_rds_cluster",
        ({ master_password_wo: password, master_password_wo_version: version }) =>
          /^\$\{jsondecode\(ephemeral\.[^{}]*\)\.password\}$/.test(String(password)) && Number(version) > 0,
      ),
      each("aws_secretsmanager_secret_version", ({ secret_string_wo: text }) =>
        String(text).includes("password = ephemeral."),
      ),
    ),
    breaks: [
      change("aws_rds_cluster", "master_password_wo"),
      change("aws_rds_cluster", "master_password_wo", "literal"),
      change("aws_rds_cluster", "master_password_wo_version"),
      change("aws_secretsmanager_secret_version", "secret_string_wo", "literal"),
    ],
  },
  {
    ids: "no id (issue, Stacks)",
    meaning: "A deleted secret can be restored for 30 days",
    check: has(secret, { recovery_window_in_days: 30 }),
    breaks: [change(secret, "recovery_window_in_days", 0)],
  },
];
