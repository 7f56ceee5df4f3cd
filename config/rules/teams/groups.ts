import type { Draft, TeamEntry, Violation } from "../violation";

export function groupsRules(draft: Draft): Violation[] {
  const teams = Object.entries(draft.teams ?? {});
  return [
    ...groupsOfOneTeam(teams),
    ...teams.flatMap(([name, team]) => groupsWithoutLogin(name, team, draft)),
  ];
}

function groupsWithoutLogin(name: string, { groups }: TeamEntry, { login }: Draft): Violation[] {
  if (groups.length === 0 || !login || login.modes.includes("sso")) return [];
  const message = "has no effect while login.modes lacks sso; add sso there, or remove the list";
  return [{ path: ["teams", name, "groups"], message }];
}

function groupsOfOneTeam(teams: readonly [string, TeamEntry][]): Violation[] {
  const owners = new Map<string, string>();
  return teams.flatMap(([name, { groups }]) =>
    groups.flatMap((group, index) => {
      const owner = owners.get(group);
      owners.set(group, owner ?? name);
      if (owner === undefined) return [];
      const message = `is already a group of team ${owner}; its members would run workflows in both namespaces`;
      return [{ path: ["teams", name, "groups", index], message }];
    }),
  );
}
