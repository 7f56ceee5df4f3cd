import type { Environment } from "./environment";

/** Whether External Secrets must bring a secret from AWS Secrets Manager to the control plane. */
export function needsSecrets({
  archive,
  login,
}: {
  readonly archive?: Pick<Environment["archive"], "enabled"> | undefined;
  readonly login?: Pick<Environment["login"], "sso"> | undefined;
}): boolean {
  return archive?.enabled === true || login?.sso !== undefined;
}
