import type { Draft, Problem } from "./problem";
import { containersRules } from "./teams/containers";
import { deployToRules } from "./teams/deploy-to";
import { groupsRules } from "./teams/groups";
import { namespaceRules } from "./teams/namespace";
import { parallelismRules } from "./teams/parallelism";
import { repositoriesRules } from "./teams/repositories";

/** Rules of teams, one file per field in `teams/`. */
export function teamsRules(draft: Draft): Problem[] {
  const rules = [
    containersRules,
    deployToRules,
    groupsRules,
    namespaceRules,
    parallelismRules,
    repositoriesRules,
  ];
  return rules.flatMap((rule) => rule(draft));
}
