import { existsSync } from "node:fs";
import type { Environment } from "../../config/environment";
import type { Violation } from "../../config/rules/violation";
import type { PortalSettings } from "./portal-settings";

/** What the portal's settings contradict in the environment files and in the repository. */
export function settingsViolations(
  { environments: chosen, groups, templates }: PortalSettings,
  environments: readonly Environment[],
): Violation[] {
  const found: Violation[] = [];
  const known = chosen.flatMap((name, index) => {
    const environment = environments.find((each) => each.name === name);
    const path = ["environments", index];
    if (environment === undefined)
      found.push({ path, message: `has no file environments/${name}.yaml; create it, or correct the name` });
    else if (!environment.backstage.enabled)
      found.push({
        path,
        message: `has no service accounts for Backstage; set backstage.enabled: true in environments/${name}.yaml`,
      });
    return environment ?? [];
  });
  // With an unknown environment, every team of it would seem unknown too.
  if (known.length === chosen.length)
    for (const name of Object.keys(groups))
      if (!known.some(({ teams }) => teams.some((team) => team.name === name)))
        found.push({
          path: ["groups", name],
          message: `is for a team that none of these environments has: ${chosen.join(", ")}`,
        });
  templates.forEach((folder, index) => {
    if (!existsSync(folder))
      found.push({ path: ["templates", index], message: "doesn't exist; create the folder, or remove it" });
  });
  return found;
}
