import { builderId, teamNamespace } from "../../naming";
import type { Draft, TeamEntry, Violation } from "../violation";

export function signingRules(draft: Draft): Violation[] {
  return Object.entries(draft.teams ?? {}).flatMap(([name, team]) =>
    [...keyless(team), ...trusted(name, team, draft)].map(({ path, message }) => ({
      path: ["teams", name, "signing", ...path],
      message,
    })),
  );
}

/** Without a repository there is nothing to sign. */
function keyless({
  repositories,
  pullsFrom,
  signing: { enabled, verifiers, trusts },
}: TeamEntry): Violation[] {
  if (repositories.length === 0 && enabled === true)
    return [{ path: ["enabled"], message: "needs repositories; list the team's ECR repositories" }];
  return [
    ...(verifiers.length > 0 && (enabled === false || repositories.length === 0)
      ? [
          {
            path: ["verifiers"],
            message: "has no effect, because the team has no signing key; give it one, or remove the list",
          },
        ]
      : []),
    // Signatures are next to the images, and a team reads only these repositories.
    ...(Object.keys(trusts).length > 0 && repositories.length + pullsFrom.length === 0
      ? [
          {
            path: ["trusts"],
            message:
              "has no effect, because the team has no repositories to verify images in; list them, or remove the map",
          },
        ]
      : []),
  ];
}

function trusted(name: string, team: TeamEntry, { region, domain }: Draft): Violation[] {
  return Object.entries(team.signing.trusts).flatMap(([builder, key]) => {
    const path = ["trusts", builder];
    const keyRegion = key.split(":")[3] ?? "";
    if (domain !== undefined && builder === builderId({ domain }, teamNamespace(name, team)))
      return [{ path, message: "is the team itself, which trusts its own key; remove it" }];
    // cosign asks the region in which it runs.
    if (region !== undefined && keyRegion !== region)
      return [
        {
          path,
          message: `is in ${keyRegion}, but this environment is in ${region}; replicas and other regions can't be used`,
        },
      ];
    return [];
  });
}
