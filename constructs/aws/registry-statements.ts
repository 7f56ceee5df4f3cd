import { type AccountAndRegion, arnOf } from "../../config/arns";
import { layerCacheSuffix } from "../../config/aws-naming";
import type { Team } from "../../config/environment";
import { sharedRepositoryArns } from "../../config/shared-repositories";
import type { Statement } from "./policy-document";

export const logInToRegistry: Statement = {
  Sid: "LogInToRegistry",
  Effect: "Allow",
  Action: ["ecr:GetAuthorizationToken"],
  // This action supports no resource (AWS: service authorization reference, ECR).
  Resource: ["*"],
};

/** Pull, and read digests. */
const pull = ["ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"];

/** Push (AWS: ECR user guide, "IAM permissions for pushing an image"). */
const push = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];

type Repositories = readonly string[];

/** The team's own repositories, and those of others that it only pulls from. */
export function pullImages(environment: AccountAndRegion, team: Team): Statement[] {
  const shared = sharedRepositoryArns(environment, team);
  return [
    ...(team.repositories.length > 0
      ? [onRepositories(environment, team.repositories, "PullOwnImages", pull)]
      : []),
    ...(shared.length > 0
      ? [{ Sid: "PullSharedImages", Effect: "Allow", Action: pull, Resource: shared } as const]
      : []),
  ];
}

export function pushImages(
  environment: AccountAndRegion,
  repositories: Repositories,
  sid: string,
): Statement {
  return onRepositories(environment, repositories, sid, push);
}

/** Not the repositories of cached layers: what is published there would be a layer of later builds. */
export function useImageRepositories(environment: AccountAndRegion, { repositories }: Team): Statement[] {
  const images = repositories.filter((repository) => !holdsLayers(repository));
  if (images.length === 0) return [];
  return [onRepositories(environment, images, "UseOwnRepositories", [...pull, ...push].sort())];
}

export function holdsLayers(repository: string): boolean {
  return repository.endsWith(layerCacheSuffix);
}

function onRepositories(
  environment: AccountAndRegion,
  repositories: Repositories,
  Sid: string,
  Action: string[],
): Statement {
  const Resource = repositories.map((repository) => arnOf(environment, "ecr", `repository/${repository}`));
  return { Sid, Effect: "Allow", Action, Resource };
}
