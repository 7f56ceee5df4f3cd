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
import type { Role } from "../constructs/aws/role";
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

  /** External Secrets logs in with the service account's token, which Pod Identity doesn't support. */
  private addSecretsReader(): void {
    const { environment } = this;
    new WorkloadIdentity(this, "secrets", {
      ...this.common,
      name: roleNames.secrets(environment.name),
      description: "External Secrets: brings the secrets of Argo Workflows itself",
      serviceAccounts: { namespace: controlPlaneNamespace, names: [callerAccounts.secrets] },
      identity: "irsa",
      permissions: secretsPermissions(environment),
    });
  }

  /** As above, for the secrets of one team. */
  private addTeamSecretsReader(team: Team): void {
    const { environment } = this;
    new WorkloadIdentity(this, `secrets-${team.namespace}`, {
      ...this.common,
      name: roleNames.teamSecrets(environment.name, team.namespace),
      description: `External Secrets: brings the secrets of team ${team.name}`,
      serviceAccounts: { namespace: controlPlaneNamespace, names: [teamSecretsAccount(team.namespace)] },
      identity: "irsa",
      permissions: teamSecretsPermissions(environment, team),
    });
  }

  /** A role apart: the team's store, which works in the team's namespace, must not read the key. */
  private addGithubApp(team: Team): void {
    const { environment } = this;
    new WorkloadIdentity(this, `github-${team.namespace}`, {
      ...this.common,
      name: roleNames.githubApp(environment.name, team.namespace),
      description: `External Secrets: makes Git tokens for team ${team.name}`,
      serviceAccounts: { namespace: controlPlaneNamespace, names: [githubApp(team.namespace)] },
      identity: "irsa",
      permissions: githubAppPermissions(environment, team),
    });
  }
}
