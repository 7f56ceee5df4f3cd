import type { Environment } from "../../../../config/environment";
import { roleNames } from "../../../../config/naming";
import type { AwsEmulator } from "../../../lab/aws-emulator";

/**
 * Makes a KMS key that signs, under an alias, and lets the teams use it. In AWS the key's own policy does that, and our
 * IAM stack knows nothing of it; the emulator reads no key policies, so the roles get a policy more.
 */
export async function makeSigningKey(
  aws: AwsEmulator,
  alias: string,
  environment: Environment,
  teams: readonly string[],
): Promise<void> {
  const { KeyMetadata } = await kms<{ KeyMetadata: { KeyId: string } }>(aws, "CreateKey", {
    KeySpec: "ECC_NIST_P256",
    KeyUsage: "SIGN_VERIFY",
  });
  await kms(aws, "CreateAlias", { AliasName: alias, TargetKeyId: KeyMetadata.KeyId });
  for (const namespace of teams)
    await aws.iam("PutRolePolicy", {
      RoleName: roleNames.executor(environment.name, namespace),
      PolicyName: `use-${alias.replaceAll("/", "-")}`,
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["kms:Sign", "kms:GetPublicKey", "kms:DescribeKey", "kms:Verify"],
            Resource: "*",
          },
        ],
      }),
    });
}

async function kms<T>(aws: AwsEmulator, action: string, parameters: object): Promise<T> {
  const scope = `lab/20260101/${aws.region}/kms/aws4_request`;
  const answer = await fetch(aws.endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `TrentService.${action}`,
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(parameters),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`kms ${action}: ${answer.status} ${text.slice(0, 300)}`);
  return (text === "" ? {} : JSON.parse(text)) as T;
}
