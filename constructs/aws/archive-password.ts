import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { addressed } from "../addressed";

export interface ArchivePasswordProps {
  readonly secretName: string;
  readonly kmsKeyArn: string;
  readonly username: string;
  /** Increase it to get a new password at the next apply. */
  readonly version: number;
}

/**
 * A password that is in no state, plan or output. An ephemeral resource generates it, a write-only argument writes it
 * to Secrets Manager, and another ephemeral resource reads it back for other write-only arguments.
 *
 * CDKTF has no class for ephemeral resources (hashicorp/terraform-cdk#3886), so overrides add their blocks to the
 * stack's JSON. Requires Terraform 1.11 or newer.
 */
export class ArchivePassword extends Construct {
  readonly secretArn: string;
  readonly version: number;
  /** Expression for a write-only argument (`master_password_wo`); Terraform refuses it anywhere else. */
  readonly password: string;

  constructor(
    scope: Construct,
    id: string,
    { secretName, kmsKeyArn, username, version }: ArchivePasswordProps,
  ) {
    super(scope, id);
    const stack = TerraformStack.of(this);
    stack.addOverride(`ephemeral.aws_secretsmanager_random_password.${id}`, {
      password_length: 32,
      exclude_punctuation: true,
    });
    const secret = addressed(
      id,
      new SecretsmanagerSecret(this, "secret", {
        name: secretName,
        description: "User and password of the Argo Workflows archive",
        kmsKeyId: kmsKeyArn,
        recoveryWindowInDays: 30,
      }),
    );
    addressed(
      id,
      new SecretsmanagerSecretVersion(this, "version", {
        secretId: secret.arn,
        secretStringWo: `\${jsonencode({username = "${username}", password = ephemeral.aws_secretsmanager_random_password.${id}.random_password})}`,
        secretStringWoVersion: version,
      }),
    );
    stack.addOverride(`ephemeral.aws_secretsmanager_secret_version.${id}`, {
      // Refers to the version, so that Terraform writes a new password before it reads it.
      secret_id: `\${aws_secretsmanager_secret_version.${id}.secret_id}`,
    });
    this.secretArn = secret.arn;
    this.version = version;
    this.password = `\${jsondecode(ephemeral.aws_secretsmanager_secret_version.${id}.secret_string).password}`;
  }
}
