import type { Environment } from "./environment";

/** Every group of the identity provider that gives somebody permissions, sorted. */
export function ssoGroups({
  login,
  teams,
  approvers = [],
}: {
  readonly login: Environment["login"];
  readonly teams: readonly Pick<Environment["teams"][number], "groups">[];
  readonly approvers?: readonly string[];
}): string[] {
  const { adminGroups = [], readerGroups = [] } = login.sso ?? {};
  const all = [...adminGroups, ...readerGroups, ...teams.flatMap(({ groups }) => groups), ...approvers];
  return [...new Set(all)].sort();
}

/** Expression that is true for a person in one of the groups. Annotations of service accounts have it. */
export function ssoExpression(groups: readonly string[]): string {
  return groups.map((group) => `'${group}' in groups`).join(" || ");
}
