import { arnOf } from "../../arns";
import { layerCacheSuffix } from "../../aws-naming";
import { repositoryIn, sharedRepositoryArns } from "../../shared-repositories";
import { partitionOf } from "../../values/partition";
import { otherPartition } from "../arn-owner";
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
  const found = [...repositoryLimits(draft), ...sharedRepositories(draft)];
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

/** What a team only pulls from belongs to others, and each entry names one repository. */
function sharedRepositories({ account, region, teams = {} }: Draft): Violation[] {
  if (account === undefined || region === undefined) return [];
  const place = { account, region, partition: partitionOf(region) };
  return Object.entries(teams).flatMap(([name, team]) => {
    const own = team.repositories.map((repository) => arnOf(place, "ecr", `repository/${repository}`));
    const arns = sharedRepositoryArns(place, team);
    return team.pullsFrom.flatMap((entry, index): Violation[] => {
      const path = ["teams", name, "pullsFrom", index];
      const arn = arns[index] ?? "";
      const registry = registries.exec(entry)?.[0];
      if (registry !== undefined)
        return [
          { path, message: `begins with a registry; write ${ofRegistry(registry, entry) ?? "the ARN"}` },
        ];
      if (own.includes(arn))
        return [{ path, message: "is the team's own repository, which it can pull from anyway; remove it" }];
      const before = arns.indexOf(arn);
      if (before < index)
        return [{ path, message: `is the same repository as ${team.pullsFrom[before] ?? ""}; remove it` }];
      const shown = repositoryIn(arn);
      const owner = Object.entries(teams).find(
        ([other, { repositories }]) => other !== name && repositories.includes(shown.name),
      );
      const inOtherRegion = !arn.startsWith(arnOf(place, "ecr", "repository/"));
      // The guard compares account and name.
      if (shown.account === account && inOtherRegion && owner)
        return [
          { path, message: `would also open the repository of team ${owner[0]} in ${region}; copy it` },
        ];
      return otherPartition(path, entry.startsWith("arn:") ? entry : undefined, region);
    });
  });
}

/** The ARN of a repository that somebody wrote as the name of an image, if its registry is of ECR. */
function ofRegistry(registry: string, entry: string): string | undefined {
  const [, account, region] =
    /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/$/.exec(registry) ?? [];
  if (account === undefined || region === undefined) return undefined;
  const repository = entry.slice(registry.length).replace(/[:@].*$/, "");
  return arnOf({ account, region, partition: partitionOf(region) }, "ecr", `repository/${repository}`);
}

/** Roles of a team name every repository of the team; the builder's names those of cached layers twice. */
function repositoryLimits({ account, region, teams }: Draft): Violation[] {
  if (account === undefined || region === undefined) return [];
  const place = { account, region, partition: partitionOf(region) };
  return Object.entries(teams ?? {}).flatMap(([name, team]) => {
    const { repositories } = team;
    const caches = repositories.filter((repository) => repository.endsWith(layerCacheSuffix));
    const own = [...repositories, ...caches].map((repository) =>
      arnOf(place, "ecr", `repository/${repository}`),
    );
    const length = (arns: readonly string[]) => arns.map((arn) => `"${arn}",`).join("").length;
    const characters = length(own) + length(sharedRepositoryArns(place, team));
    if (characters <= maxRepositoryCharacters) return [];
    const both = repositories.length > 0 && team.pullsFrom.length > 0 ? " together with pullsFrom" : "";
    const message = `takes ${characters} characters${both} in the policy of the team's role; the limit is ${maxRepositoryCharacters}`;
    return [{ path: ["teams", name, repositories.length > 0 ? "repositories" : "pullsFrom"], message }];
  });
}
