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
