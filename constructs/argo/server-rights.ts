import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import { ClusterGrant } from "../kubernetes/cluster-grant";
import { Grant } from "../kubernetes/grant";
import { ownLabels } from "../kubernetes/labels";
import type { Rule } from "./rbac-rules";

export interface ServerRightsProps {
  readonly environment: Environment;
  /** The control plane's namespace. */
  readonly namespace: ITerraformDependable;
}

const server = { namespace: naming.controlPlaneNamespace, name: naming.serviceAccounts.server };
const read = ["get", "list", "watch"];
/** Where the server keeps the key of its session cookies; it makes the Secret itself (argo-workflows: server/auth/sso). */
const sessionKeySecret = "sso";

/**
 * What Argo's server does in its own name, in place of the chart's cluster role, which reads every Secret of the
 * cluster as long as SSO is off. For a caller with a token or a login it acts in the caller's name.
 */
export class ServerRights extends Construct {
  /** What must exist for the rights to hold. */
  readonly made: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { environment, namespace }: ServerRightsProps) {
    super(scope, id);
    const { login } = environment;
    const cluster = new ClusterGrant(this, "cluster", {
      name: `${naming.argoRelease}-server`,
      rules: [
        // Caches behind lists and submits (argo-workflows: server/apiserver/argoserver.go).
        rule("argoproj.io", ["workflows", "workflowtemplates", "clusterworkflowtemplates"], read),
        // Where a workflow's artifacts lie.
        named("configmaps", [naming.artifactRepositories.configMap]),
        rule("", ["events"], ["create", "patch"]),
        ...(login.sso ? delegation : []),
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
        // RBAC can't bind a create to a name.
        ...(login.sso ? [rule("", ["secrets"], ["create"])] : []),
      ],
      to: [server],
      dependsOn: [namespace],
    });
    this.made = [...cluster.made, own.made];
  }
}

/** ConfigMap with the configuration that controller and server share (argo-helm: _helpers.tpl). */
const controllerConfiguration = `${naming.argoRelease}-workflow-controller-configmap`;

/** In the namespace of a request the server looks for the caller's account, and takes its token. */
const delegation: readonly Rule[] = [
  rule("", ["serviceaccounts"], read),
  named("secrets", [naming.tokenSecret(naming.serviceAccounts.submitter)]),
];

/** Without a login everyone acts as the server: what a person does with workflows, in every namespace. */
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

function secretsOf({ archive, login }: Environment): string[] {
  const { login: member, reader, admin } = naming.callerAccounts;
  return [
    ...(archive.enabled ? [naming.kubernetesSecrets.database] : []),
    ...(login.sso
      ? [naming.kubernetesSecrets.sso, sessionKeySecret, ...[member, reader, admin].map(naming.tokenSecret)]
      : []),
  ];
}

function rule(apiGroup: string, resources: string[], verbs: string[]): Rule {
  return { apiGroups: [apiGroup], resources, verbs };
}

function named(resource: string, resourceNames: string[]): Rule {
  return { apiGroups: [""], resources: [resource], resourceNames, verbs: ["get"] };
}
