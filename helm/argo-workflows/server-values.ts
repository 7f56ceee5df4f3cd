import { roleNames } from "../../config/aws-naming";
import { type Chart, isAtLeast } from "../../config/chart";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import { ssoGroups } from "../../config/sso-groups";
import { approverGroups } from "../../config/values/deploy-target";
import { ingressValues } from "./ingress-values";
import type { Value, Values } from "./merge";
import { deploymentValues } from "./pods";

/** Argo's server: API and UI, how people log in, and how they reach it. */
export function serverValues(environment: Environment, chart: Chart): Values {
  const { name, server, login, artifacts } = environment;
  return {
    ...deploymentValues(environment, {
      replicas: server.replicas,
      account: naming.serviceAccounts.server,
      role: roleNames.server(name),
    }),
    resources: server.resources,
    authModes: login.modes,
    ingress: ingressValues(environment),
    ...(login.sso && { sso: sso(environment, login.sso, chart) }),
    extraEnv: [
      ...(artifacts.inUi ? [] : [variable("ARGO_ARTIFACT_SERVER", "false")]),
      // In a team's namespace, members of the team get that namespace's account.
      ...(login.sso ? [variable("SSO_DELEGATE_RBAC_TO_NAMESPACE", "true")] : []),
    ],
  };
}

function sso(
  environment: Environment,
  config: NonNullable<Environment["login"]["sso"]>,
  chart: Chart,
): Values {
  const approvers = environment.teams.flatMap(({ deployTo }) => approverGroups(deployTo));
  const name = naming.kubernetesSecrets.sso;
  return {
    enabled: true,
    issuer: config.issuer,
    issuerAlias: config.issuerAlias,
    // Chart 1.0.24 is the first with this key.
    rootCA: isAtLeast(chart.version, 1, 1) ? config.rootCA : undefined,
    clientId: { name, key: "client-id" },
    clientSecret: { name, key: "client-secret" },
    // Behind a load balancer the server would build it with http://.
    redirectUrl: `https://${naming.serverHost(environment)}/oauth2/callback`,
    scopes: config.scopes,
    sessionExpiry: `${config.sessionHours}h`,
    rbac: { enabled: true },
    ...(config.groupsClaim !== "groups" && { customGroupClaimName: config.groupsClaim }),
    userInfoPath: config.userInfoPath,
    // The person's groups are stored in a cookie of at most 4 KB, so keep only those that decide something.
    filterGroupsRegex: ssoGroups({ ...environment, approvers }).map((group) => `^${escaped(group)}$`),
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function variable(name: string, value: string): Value {
  return { name, value };
}
