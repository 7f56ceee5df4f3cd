import * as naming from "./naming";
import type { Draft, Violation } from "./rules";
import { partitionOf } from "./values/partition";

/**
 * Characters that the ARNs of repositories may take in one policy, quotes and commas included. All inline policies
 * of a role have 10,240 (AWS: IAM quotas); the rest of ours stays below 2,000.
 */
const maxRepositoryCharacters = 8_000;

/** A team's role names every repository of the team. */
function repositoryLimits({ account, region, teams }: Draft): Violation[] {
  if (account === undefined || region === undefined) return [];
  const place = { account, region, partition: partitionOf(region) };
  return Object.entries(teams ?? {}).flatMap(([name, { repositories }]) => {
    const arns = repositories.map(
      (repository) => `"${naming.arnOf(place, "ecr", `repository/${repository}`)}",`,
    );
    const characters = arns.join("").length;
    if (characters <= maxRepositoryCharacters) return [];
    const message = `takes ${characters} characters in the policy of the team's role; at most ${maxRepositoryCharacters} fit`;
    return [{ path: ["teams", name, "repositories"], message }];
  });
}

export function teamRules({ teams, artifacts, ...draft }: Draft): Violation[] {
  const found: Violation[] = repositoryLimits({ ...draft, teams });
  if (artifacts && artifacts.intelligentTieringDays >= artifacts.retentionDays) {
    found.push({
      path: ["artifacts", "intelligentTieringDays"],
      message: `must be less than retentionDays (${artifacts.retentionDays})`,
    });
  }
  const namespaces = new Map<string, string>();
  const repositories = new Map<string, string>();
  for (const [name, team] of Object.entries(teams ?? {})) {
    const namespace = naming.teamNamespace(name, team);
    const path = ["teams", name, ...(team.namespace === undefined ? [] : ["namespace"])];
    const neighbour = namespaces.get(namespace);
    if (neighbour !== undefined)
      found.push({
        path,
        message: `puts the team into namespace ${namespace}, which is team ${neighbour}'s`,
      });
    namespaces.set(namespace, name);
    if (
      namespace === naming.controlPlaneNamespace ||
      namespace === "default" ||
      namespace.startsWith("kube-")
    ) {
      found.push({
        path,
        message: `puts the team into namespace ${namespace}, which is reserved; nobody runs workflows there`,
      });
    }
    if (team.repositories.length > 0 && !team.buildsImages) {
      found.push({
        path: ["teams", name, "repositories"],
        message: "has no effect while buildsImages is false; set buildsImages: true, or remove the list",
      });
    }
    team.repositories.forEach((repository, index) => {
      const owner = repositories.get(repository);
      if (owner !== undefined && owner !== name) {
        found.push({
          path: ["teams", name, "repositories", index],
          message: `is team ${owner}'s repository; a team pushes only to its own`,
        });
      }
      repositories.set(repository, name);
    });
  }
  return found;
}
