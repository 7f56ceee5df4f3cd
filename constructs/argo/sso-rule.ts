import type { Environment } from "../../config/environment";
import { tokenSecret } from "../../config/naming";
import { ssoExpression } from "../../config/sso-groups";

/**
 * Annotations with which Argo's server selects a service account for a person who is in one of the groups. If several
 * accounts match, the highest precedence wins (argo-workflows: docs/argo-server-sso.md).
 */
export function ssoRule(groups: readonly string[], precedence: number): Record<string, string> {
  return {
    "workflows.argoproj.io/rbac-rule": ssoExpression(groups),
    "workflows.argoproj.io/rbac-rule-precedence": String(precedence),
  };
}

/** Annotation with which Argo's server finds the Secret with the account's token (argo-workflows: util/secrets). */
export function tokenOf(
  serviceAccount: string,
  environment: Pick<Environment, "tokens">,
): Record<string, string> {
  return { "workflows.argoproj.io/service-account-token.name": tokenSecret(serviceAccount, environment) };
}
