import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { ArchivePassword } from "../../../constructs/aws/archive-password";
import { parsed, resource, synthesized, type TerraformJson } from "../../fixtures/synthesis";

describe("ArchivePassword", () => {
  const props = {
    secretName: "test/argo/database",
    kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
    username: "argo_admin",
    version: 3,
  };
  let password = "";
  const add = (scope: ConstructorParameters<typeof ArchivePassword>[0]) => {
    password = new ArchivePassword(scope, "archive-password", props).password;
  };
  const json = parsed(add);

  it("is made by an ephemeral resource, long and without signs that a URL would misread", () => {
    expect(ephemeral(json)).toMatchObject({
      aws_secretsmanager_random_password: {
        "archive-password": { password_length: 32, exclude_punctuation: true },
      },
    });
  });

  it("reaches Secrets Manager by a write-only argument, and rotates by a version number", () => {
    const version = resource(json, "aws_secretsmanager_secret_version", "archive-password");
    expect(version).toEqual({
      secret_id: "${aws_secretsmanager_secret.archive-password.arn}",
      secret_string_wo:
        '${jsonencode({username = "argo_admin", password = ephemeral.aws_secretsmanager_random_password.archive-password.random_password})}',
      secret_string_wo_version: 3,
    });
  });

  it("is read back ephemerally, and only after it was written", () => {
    expect(ephemeral(json)).toMatchObject({
      aws_secretsmanager_secret_version: {
        "archive-password": {
          secret_id: "${aws_secretsmanager_secret_version.archive-password.secret_id}",
        },
      },
    });
    expect(password).toBe(
      "${jsondecode(ephemeral.aws_secretsmanager_secret_version.archive-password.secret_string).password}",
    );
  });

  it("stands in no place that Terraform keeps: no data source, no output, no plain secret string", () => {
    expect(json).not.toHaveProperty("data");
    expect(json).not.toHaveProperty("output");
    expect(JSON.stringify(json)).not.toContain('"secret_string"');
    expect(Object.keys(json.resource).sort()).toEqual([
      "aws_secretsmanager_secret",
      "aws_secretsmanager_secret_version",
    ]);
  });

  it("is encrypted with a key of ours, and can be brought back for 30 days", () => {
    expect(synthesized(add)).toHaveResourceWithProperties(SecretsmanagerSecret, {
      name: "test/argo/database",
      kms_key_id: props.kmsKeyArn,
      recovery_window_in_days: 30,
    });
  });
});

function ephemeral(json: TerraformJson): unknown {
  return json.ephemeral;
}
