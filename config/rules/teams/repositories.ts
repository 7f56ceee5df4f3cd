import { arnOf } from "../../arns";
import { layerCacheSuffix } from "../../aws-naming";
import { partitionOf } from "../../values/partition";
import type { Draft, Violation } from "../violation";

/**
 * Limit of the characters that the ARNs of repositories take in a policy, including quotes and commas. All inline
 * policies of a role together can have 10,240 (AWS: IAM quotas); the rest of ours needs less than 2,000.
 */
const maxRepositoryCharacters = 8_000;

/** A repository is in the registry of the environment's account. */
const registries =
  /^(\d{12}\.dkr\.ecr[a-z0-9.-]*|public\.ecr\.aws|(?:[a-z0-9-]+\.)*(?:docker\.io|quay\.io|ghcr\.io|gcr\.io|pkg\.dev))\//;

export function repositoriesRules(draft: Draft): Violation[] {
  const found = repositoryLimits(draft);
  const repositories = new Map<string, string>();
  for (const [name, team] of Object.entries(draft.teams ?? {})) {
    if (team.repositories.length > 0 && !team.buildsImages) {
      found.push({
        path: ["teams", name, "repositories"],
        message: "has no effect while buildsImages is false; set buildsImages: true, or remove the list",
      });
    }
    team.repositories.forEach((repository, index) => {
      const registry = registries.exec(repository)?.[0];
      if (registry !== undefined) {
        const message = `begins with a registry; remove it: ${repository.slice(registry.length)}`;
        found.push({ path: ["teams", name, "repositories", index], message });
      }
      const owner = repositories.get(repository);
      if (owner !== undefined && owner !== name) {
        found.push({
          path: ["teams", name, "repositories", index],
          message: `belongs to team ${owner}; a team can push only to its own repositories`,
        });
      }
      repositories.set(repository, name);
    });
  }
  return found;
}

/** Roles of a team name every repository of the team; the builder's names those of cached layers twice. */
function repositoryLimits({ account, region, teams }: Draft): Violation[] {
  if (account === undefined || region === undefined) return [];
  const place = { account, region, partition: partitionOf(region) };
  return Object.entries(teams ?? {}).flatMap(([name, { repositories }]) => {
    const caches = repositories.filter((repository) => repository.endsWith(layerCacheSuffix));
    const arns = [...repositories, ...caches].map(
      (repository) => `"${arnOf(place, "ecr", `repository/${repository}`)}",`,
    );
    const characters = arns.join("").length;
    if (characters <= maxRepositoryCharacters) return [];
    const message = `takes ${characters} characters in the policy of the team's role; the limit is ${maxRepositoryCharacters}`;
    return [{ path: ["teams", name, "repositories"], message }];
  });
}
