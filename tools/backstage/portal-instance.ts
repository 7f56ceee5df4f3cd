import type { Environment } from "../../config/environment";
import { inClusterUrl, serverHost } from "../../config/naming";

/** An environment as the portal sees it: one Argo server, and the namespaces that it may use there. */
export interface PortalInstance {
  /** The environment's name. */
  readonly name: string;
  readonly url: string;
  readonly namespaces: readonly {
    readonly name: string;
    /** Whether pods may run as root there, which building images needs. */
    readonly buildsImages: boolean;
    /** Backstage groups whose members may use the namespace; empty for none. */
    readonly groups: readonly string[];
  }[];
  /** Whether Backstage's service accounts may terminate workflows. */
  readonly terminates: boolean;
  /** Domain of people's email addresses, if Argo's login names people by these. */
  readonly userDomain: string | undefined;
}

/** @param groups Backstage groups by team, from the portal's settings */
export function portalInstance(
  environment: Environment,
  groups: Readonly<Record<string, readonly string[]>>,
): PortalInstance {
  const { name, backstage, teams, ingress } = environment;
  return {
    name,
    url: ingress.enabled ? `https://${serverHost(environment)}` : inClusterUrl,
    namespaces: teams
      .filter((team) => team.backstage)
      .map(({ name: team, namespace, buildsImages }) => ({
        name: namespace,
        buildsImages,
        groups: (Object.hasOwn(groups, team) ? groups[team] : undefined) ?? [],
      })),
    terminates: backstage.terminate,
    userDomain: backstage.userClaim === "email" ? backstage.userDomain : undefined,
  };
}
