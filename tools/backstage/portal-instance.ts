import { registryHost } from "../../config/arns";
import { layerCacheSuffix } from "../../config/aws-naming";
import type { Environment, Team } from "../../config/environment";
import { inClusterUrl, serverUrl } from "../../config/naming";
import { repositoryIn, sharedRepositoryArns } from "../../config/shared-repositories";
import type { DeployTarget } from "../../config/values/deploy-target";
import { partitionOf } from "../../config/values/partition";

/** An environment as the portal sees it: one Argo server, and the namespaces that it may use there. */
export interface PortalInstance {
  /** The environment's name. */
  readonly name: string;
  readonly url: string;
  /** Host of the registry that images are pushed to. */
  readonly registry: string;
  /** Seconds until Argo stops a workflow whose template says nothing else. */
  readonly deadlineSeconds: number;
  readonly namespaces: readonly PortalNamespace[];
  /** Whether Backstage's service accounts may terminate workflows. */
  readonly terminates: boolean;
  /** Domain of people's email addresses, if Argo's login names people by these. */
  readonly userDomain: string | undefined;
}

export interface PortalNamespace {
  readonly name: string;
  /** Whether pods may run as root there, which building images needs. */
  readonly buildsImages: boolean;
  /** Backstage groups whose members may use the namespace; empty for none. */
  readonly groups: readonly string[];
  /** Names of the team's images in the registry. */
  readonly repositories: readonly string[];
  /** The images that the team can pull, with their registries: its own, and those of others. */
  readonly images: readonly string[];
  /** What the team deploys to. */
  readonly targets: readonly DeployTarget[];
}

/** @param groups Backstage groups by team, from the portal's settings */
export function portalInstance(
  environment: Environment,
  groups: Readonly<Record<string, readonly string[]>>,
): PortalInstance {
  const { name, backstage, teams, ingress, workflows } = environment;
  return {
    name,
    registry: registryHost(environment),
    deadlineSeconds: workflows.deadlineSeconds,
    url: ingress.enabled ? serverUrl(environment) : inClusterUrl,
    namespaces: teams
      .filter((team) => team.backstage)
      .map((team) => ({
        name: team.namespace,
        buildsImages: team.buildsImages,
        repositories: publishedBy(team),
        images: [
          ...publishedBy(team).map((each) => `${registryHost(environment)}/${each}`),
          ...sharedRepositoryArns(environment, team).map(imageIn),
        ],
        targets: team.deployTo,
        groups: (Object.hasOwn(groups, team.name) ? groups[team.name] : undefined) ?? [],
      })),
    terminates: backstage.terminate,
    userDomain: backstage.userClaim === "email" ? backstage.userDomain : undefined,
  };
}

/** The cache of an image is no image. */
function publishedBy({ repositories }: Team): string[] {
  return repositories.filter(
    (each) =>
      !each.endsWith(layerCacheSuffix) || !repositories.includes(each.slice(0, -layerCacheSuffix.length)),
  );
}

/** The image in a repository of ECR, as nodes pull it. */
function imageIn(arn: string): string {
  const { account, name } = repositoryIn(arn);
  const region = arn.split(":")[3] ?? "";
  return `${registryHost({ account, region, partition: partitionOf(region) })}/${name}`;
}
