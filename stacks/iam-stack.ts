import { type App, TerraformOutput } from "cdktf";
import { roleArn } from "../config/arns";
import { roleNames } from "../config/aws-naming";
import { needsSecrets } from "../config/control-plane-secrets";
import type { Environment, Team } from "../config/environment";
import {
  callerAccounts,
  controlPlaneNamespace,
  githubApp,
  serviceAccounts,
  teamSecretsAccount,
} from "../config/naming";
import { podAccounts, type PodRoleKind, podRoles } from "../config/pod-accounts";
import { ArtifactRole } from "../constructs/aws/artifact-role";
import {
  artifactPermissions,
  controllerPermissions,
  githubAppPermissions,
  podPermissions,
  secretsPermissions,
  serverPermissions,
  teamSecretsPermissions,
} from "../constructs/aws/permissions";
import type { Role, RoleProps } from "../constructs/aws/role";
import { WorkloadIdentity } from "../constructs/aws/workload-identity";
import { ArgoStack } from "./base/argo-stack";

const purposes: Readonly<Record<PodRoleKind, string>> = {
  executor: "workflow pods",
  library: "steps of the library that need artifacts only",
  builder: "image builds",
  caches: "caches of trusted builds",
  publisher: "pushes of images",
  signer: "signatures of images",
  verifier: "pulls of images, and checks of signatures",
  notifier: "notifications",
};

interface ExternalSecretsRole extends Pick<RoleProps, "name" | "permissions"> {
  readonly purpose: string;
  /** Service account in the control plane's namespace. */
  readonly account: string;
}

/** Roles for Argo's server and controller, for each purpose of a team's pods, and for each team's artifacts. */
export class IamStack extends ArgoStack {
  constructor(app: App, environment: Environment) {
    super(app, "iam", environment);
    const { name, teams } = environment;
    const server = new WorkloadIdentity(this, "server", {
      ...this.common,
      name: roleNames.server(name),
      description: "Argo Workflows server: shows artifacts and archived logs",
      serviceAccounts: { namespace: controlPlaneNamespace, names: [serviceAccounts.server] },
      permissions: serverPermissions(environment),
    });
    const controller = new WorkloadIdentity(this, "controller", {
      ...this.common,
      name: roleNames.controller(name),
      description: "Argo Workflows controller: looks up images",
      serviceAccounts: { namespace: controlPlaneNamespace, names: [serviceAccounts.controller] },
      permissions: controllerPermissions(environment),
    });
    if (needsSecrets(environment)) this.addSecretsReader();
    for (const team of teams) if (team.secrets.length > 0) this.addTeamSecretsReader(team);
    for (const team of teams) if (team.githubApp) this.addGithubApp(team);
    const executors = teams.map((team) => [team.namespace, this.addTeam(team, server)] as const);
    new TerraformOutput(this, "server_role_arn", { value: server.arn });
    new TerraformOutput(this, "controller_role_arn", { value: controller.arn });
    new TerraformOutput(this, "executor_role_arns", { value: Object.fromEntries(executors) });
  }

  /** What all roles of service accounts have in common. */
  private get common() {
    const { cluster, iam } = this.environment;
    return { location: this.environment, cluster, iam };
  }

  /** @returns the ARN of the role of the team's own code */
  private addTeam(team: Team, server: Role): string {
    const roles = podRoles(team).map((kind) => [kind, this.addPodRole(team, kind)] as const);
    this.addArtifactRole(team, [...roles.map(([, role]) => role), server]);
    return new Map(roles).get("executor")?.arn ?? "";
  }

  private addPodRole(team: Team, kind: PodRoleKind): Role {
    const { environment } = this;
    const [first, ...others] = podAccounts(team)
      .filter(({ role }) => role === kind)
      .map(({ name }) => name);
    if (first === undefined) throw new Error(`no service account of ${team.namespace} has the role ${kind}`);
    return new WorkloadIdentity(this, `${kind}-${team.namespace}`, {
      ...this.common,
      name: roleNames[kind](environment.name, team.namespace),
      description: `Argo Workflows: ${purposes[kind]} of team ${team.name}`,
      serviceAccounts: { namespace: team.namespace, names: [first, ...others] },
      permissions: podPermissions[kind](environment, team),
    });
  }

  private addArtifactRole(team: Team, dependsOn: readonly Role[]): void {
    const { environment } = this;
    const { name, iam, cluster, artifacts } = environment;
    const trusted = [
      ...podRoles(team).map((kind) => roleNames[kind](name, team.namespace)),
      ...(artifacts.inUi ? [roleNames.server(name)] : []),
    ];
    new ArtifactRole(this, `artifacts-${team.namespace}`, {
      name: roleNames.artifacts(name, team.namespace),
      description: `Argo Workflows: artifacts of team ${team.name}`,
      iam,
      identity: cluster.identity,
      trustedRoleArns: trusted.map((role) => roleArn(environment, role)),
      dependsOn: dependsOn.flatMap(({ ready }) => ready),
      permissions: artifactPermissions(environment, team),
    });
  }

  private addSecretsReader(): void {
    const { environment } = this;
    this.addExternalSecretsRole("secrets", {
      name: roleNames.secrets(environment.name),
      purpose: "brings the secrets of Argo Workflows itself",
      account: callerAccounts.secrets,
      permissions: secretsPermissions(environment),
    });
  }

  private addTeamSecretsReader(team: Team): void {
    const { environment } = this;
    this.addExternalSecretsRole(`secrets-${team.namespace}`, {
      name: roleNames.teamSecrets(environment.name, team.namespace),
      purpose: `brings the secrets of team ${team.name}`,
      account: teamSecretsAccount(team.namespace),
      permissions: teamSecretsPermissions(environment, team),
    });
  }

  /** A role apart: the team's store, which works in the team's namespace, must not read the key. */
  private addGithubApp(team: Team): void {
    const { environment } = this;
    this.addExternalSecretsRole(`github-${team.namespace}`, {
      name: roleNames.githubApp(environment.name, team.namespace),
      purpose: `makes Git tokens for team ${team.name}`,
      account: githubApp(team.namespace),
      permissions: githubAppPermissions(environment, team),
    });
  }

  /** External Secrets logs in with the service account's token, which Pod Identity doesn't support. */
  private addExternalSecretsRole(
    id: string,
    { name, purpose, account, permissions }: ExternalSecretsRole,
  ): void {
    new WorkloadIdentity(this, id, {
      ...this.common,
      name,
      description: `External Secrets: ${purpose}`,
      serviceAccounts: { namespace: controlPlaneNamespace, names: [account] },
      identity: "irsa",
      permissions,
    });
  }
}
