import type { AwsEmulator } from "../../lab/aws-emulator";
import type { EnvironmentStacks } from "./stack-manifests";

/** Creates the signing keys of the storage stack, with their policies and aliases. IAM must be off. */
export async function createSigningKeys(
  aws: AwsEmulator,
  { json, environment }: EnvironmentStacks,
): Promise<void> {
  const { resource = {} } = json("storage");
  for (const [id, key] of Object.entries(resource["aws_kms_key"] ?? {})) {
    if (key["key_usage"] !== "SIGN_VERIFY") continue;
    const { KeyMetadata: made } = await aws.call(environment, "kms", "create_key", {
      KeySpec: key["customer_master_key_spec"],
      KeyUsage: key["key_usage"],
      Policy: key["policy"],
    });
    await aws.call(environment, "kms", "create_alias", {
      AliasName: resource["aws_kms_alias"]?.[id]?.["name"],
      TargetKeyId: (made as { KeyId: string }).KeyId,
    });
  }
}
