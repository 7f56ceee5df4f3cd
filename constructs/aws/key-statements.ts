import { type AccountAndRegion, arnOf, serviceEndpoint } from "../../config/arns";
import { dataKeyAlias, signingKeyAlias } from "../../config/aws-naming";
import type { Environment, Team } from "../../config/environment";
import type { Statement } from "./policy-document";

type Settings = AccountAndRegion & Pick<Environment, "name">;

export const readPublicKey = ["kms:DescribeKey", "kms:GetPublicKey"];

/** By its alias, like the data key. */
export function useSigningKey(
  environment: Settings,
  { namespace }: Team,
  Sid: string,
  Action: readonly string[],
): Statement {
  return {
    Sid,
    Effect: "Allow",
    Action,
    Resource: [arnOf(environment, "kms", "key/*")],
    Condition: {
      "ForAnyValue:StringEquals": {
        "kms:ResourceAliases": signingKeyAlias(environment.name, namespace),
      },
    },
  };
}

/** The key of the artifacts: of an existing bucket by its ARN, which the environment file has, otherwise our own. */
export function useArtifactKey(
  environment: Settings & Pick<Environment, "artifacts">,
  actions: readonly string[],
): Statement {
  const { kmsKeyArn } = environment.artifacts;
  if (kmsKeyArn === undefined) return useDataKey(environment, actions);
  return {
    Sid: "UseArtifactKey",
    Effect: "Allow",
    Action: actions,
    Resource: [kmsKeyArn],
    Condition: { StringEquals: { "kms:ViaService": serviceEndpoint(environment, "s3") } },
  };
}

/** For one secret that somebody else encrypts with a key of theirs. Secrets Manager names the secret in each request. */
export function useSecretKey(environment: AccountAndRegion, secretArn: string, kmsKeyArn: string): Statement {
  return {
    Sid: "UseKeyOfDatabaseSecret",
    Effect: "Allow",
    Action: ["kms:Decrypt"],
    Resource: [kmsKeyArn],
    Condition: {
      StringEquals: {
        "kms:ViaService": serviceEndpoint(environment, "secretsmanager"),
        "kms:EncryptionContext:SecretARN": secretArn,
      },
    },
  };
}

/**
 * Refers to the key by its alias, because AWS generates its id. Only one service may use it on behalf of the role.
 * `kms:ResourceAliases` is a list, hence `ForAnyValue` (AWS: KMS developer guide, "kms:ResourceAliases").
 */
export function useDataKey(environment: Settings, actions: readonly string[], service = "s3"): Statement {
  return {
    Sid: "UseDataKey",
    Effect: "Allow",
    Action: actions,
    Resource: [arnOf(environment, "kms", "key/*")],
    Condition: {
      StringEquals: { "kms:ViaService": serviceEndpoint(environment, service) },
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": dataKeyAlias(environment.name) },
    },
  };
}
