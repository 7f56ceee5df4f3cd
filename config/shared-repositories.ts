import { type AccountAndRegion, arnOf } from "./arns";
import type { Team } from "./environment";

/** ARNs of the repositories that a team can only pull from. A name is in the account and region of the environment. */
export function sharedRepositoryArns(
  environment: AccountAndRegion,
  { pullsFrom }: Pick<Team, "pullsFrom">,
): string[] {
  return pullsFrom.map((entry) =>
    entry.startsWith("arn:") ? entry : arnOf(environment, "ecr", `repository/${entry}`),
  );
}

/** Account and name of the repository in an ARN. */
export function repositoryIn(arn: string): { account: string; name: string } {
  const [account = "", resource = ""] = arn.split(":").slice(4);
  return { account, name: resource.replace(/^repository\//, "") };
}
