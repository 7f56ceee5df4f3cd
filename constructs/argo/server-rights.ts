import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import { approverGroups } from "../../config/values/deploy-target";
import { ClusterGrant } from "../kubernetes/cluster-grant";
import { Grant } from "../kubernetes/grant";
import { read, type Rule, rule } from "../kubernetes/rbac-rule";
import { groupsOfCallers } from "./caller-accounts";
import { sessionKeySecret } from "./guard/server-secrets";
import { ownLabels } from "./labels";

type Settings = Pick<Environment, "archive" | "login" | "teams" | "tokens">;

export interface ServerRightsProps {
  readonly environment: Settings;
  readonly dependsOn: readonly ITerraformDependable[];
}

const server = { namespace: naming.controlPlaneNamespace, name: naming.serviceAccounts.server };

/**
 * What Argo's server may do with its own identity. It replaces the chart's cluster role, which can read every Secret in
 * the cluster while SSO is off. For a caller with a token or a login, the server uses the caller's rights.
 */
export class ServerRights extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { environment, dependsOn }: ServerRightsProps) {
    super(scope, id);
    const { login } = environment;
    const cluster = new ClusterGrant(this, "cluster", {
      name: `${naming.argoRelease}-server`,
      labels: ownLabels,
      rules: [
        // Caches behind lists and submits (argo-workflows: server/apiserver/argoserver.go).
        rule("argoproj.io", ["workflows", "workflowtemplates", "clusterworkflowtemplates"], read),
        // Where the artifacts of a workflow are.
        named("configmaps", [naming.artifactRepositories.configMap]),
        rule("", ["events"], ["create", "patch"]),
        ...(login.sso ? delegation(environment) : []),
        ...(login.modes.includes("server") ? everyonesRights : []),
      ],
      to: [server],
    });
    const secrets = secretsOf(environment);
    const own = new Grant(this, "own", {
      namespace: naming.controlPlaneNamespace,
      name: `${naming.argoRelease}-server`,
      labels: ownLabels,
      rules: [
        named("configmaps", [controllerConfiguration]),
        ...(secrets.length > 0 ? [named("secrets", secrets)] : []),
        // RBAC can't restrict `create` to a name.
        ...(login.sso ? [rule("", ["secrets"], ["create"])] : []),
      ],
      to: [server],
      dependsOn,
    });
    this.ready = [...cluster.ready, ...own.ready];
  }
}

/** ConfigMap with the configuration of controller and server (argo-helm: _helpers.tpl). */
const controllerConfiguration = `${naming.argoRelease}-workflow-controller-configmap`;

/** In the namespace of a request, the server looks for the caller's service account and uses its token. */
function delegation(environment: Settings): Rule[] {
  const { submitter, approver } = naming.serviceAccounts;
  const approved = environment.teams.some(({ deployTo }) => approverGroups(deployTo).length > 0);
  const accounts = [submitter, ...(approved ? [approver] : [])];
  return [
    rule("", ["serviceaccounts"], read),
    named(
      "secrets",
      accounts.map((name) => naming.tokenSecret(name, environment)),
    ),
  ];
}

/** Without a login everyone uses the server's identity: what a person does with workflows, in every namespace. */
const everyonesRights: readonly Rule[] = [
  rule(
    "argoproj.io",
    ["workflows", "workflowtemplates", "cronworkflows"],
    [...read, "create", "update", "patch", "delete"],
  ),
  rule("", ["pods"], [...read, "delete"]),
  rule("", ["pods/log"], ["get"]),
  rule("", ["events"], ["list", "watch"]),
];

/** Only Secrets that exist: somebody who may create one of the other names could fill it with any account's token. */
function secretsOf(environment: Settings): string[] {
  const { archive, login } = environment;
  const groups = groupsOfCallers(environment);
  const accounts = (["login", "reader", "admin"] as const).filter((caller) => groups[caller].length > 0);
  return [
    ...(archive.enabled ? [naming.kubernetesSecrets.database] : []),
    ...(login.sso
      ? [
          naming.kubernetesSecrets.sso,
          sessionKeySecret,
          ...accounts.map((caller) => naming.tokenSecret(naming.callerAccounts[caller], environment)),
        ]
      : []),
  ];
}

function named(resource: string, resourceNames: string[]): Rule {
  return { apiGroups: [""], resources: [resource], resourceNames, verbs: ["get"] };
}
