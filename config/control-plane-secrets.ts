import type { Environment } from "./environment";

/** Whether the control plane needs a secret that External Secrets copies from AWS Secrets Manager. */
export function needsSecrets({
  archive,
  login,
}: {
  readonly archive?: Pick<Environment["archive"], "enabled"> | undefined;
  readonly login?: Pick<Environment["login"], "sso"> | undefined;
}): boolean {
  return archive?.enabled === true || login?.sso !== undefined;
}
