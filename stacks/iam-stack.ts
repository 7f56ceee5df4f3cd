import { type App, TerraformOutput } from "cdktf";
import { needsSecrets } from "../config/control-plane-secrets";
import type { Environment, Team } from "../config/environment";
import { callerAccounts, controlPlaneNamespace, roleArn, roleNames, serviceAccounts } from "../config/naming";
import { ArtifactRole } from "../constructs/aws/artifact-role";
import {
  artifactPermissions,
  controllerPermissions,
  deployerPermissions,
  executorPermissions,
  secretsPermissions,
  serverPermissions,
} from "../constructs/aws/permissions";
import type { Role } from "../constructs/aws/role";
import { WorkloadIdentity } from "../constructs/aws/workload-identity";
import { ArgoStack } from "./argo-stack";

/** Roles for Argo's server and controller, and for each team's workflow pods, deploy steps and artifacts. */
export class IamStack extends ArgoStack {
  constructor(app: App, environment: Environment) {
    super(app, "iam", environment);
    const { name, teams } = environment;
    const server = new WorkloadIdentity(this, "server", {
      ...this.common,
      name: roleNames.server(name),
      description: "Argo Workflows server: shows artifacts and archived logs",
      serviceAccount: { namespace: controlPlaneNamespace, name: serviceAccounts.server },
      permissions: serverPermissions(environment),
    });
    const controller = new WorkloadIdentity(this, "controller", {
      ...this.common,
      name: roleNames.controller(name),
      description: "Argo Workflows controller: looks up images",
      serviceAccount: { namespace: controlPlaneNamespace, name: serviceAccounts.controller },
      permissions: controllerPermissions(environment),
    });
    if (needsSecrets(environment)) this.addSecretsReader();
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

  /** @returns the ARN of the role of the team's workflow pods */
  private addTeam(team: Team, server: Role): string {
    const { environment } = this;
    const executor = new WorkloadIdentity(this, `executor-${team.namespace}`, {
      ...this.common,
      name: roleNames.executor(environment.name, team.namespace),
      description: `Argo Workflows: workflow pods of team ${team.name}`,
      serviceAccount: { namespace: team.namespace, name: serviceAccounts.workflow },
      permissions: executorPermissions(environment, team),
    });
    const deployer = team.deployTo.length > 0 ? [this.addDeployer(team)] : [];
    this.addArtifactRole(team, [executor, ...deployer, server]);
    return executor.arn;
  }

  private addDeployer(team: Team): Role {
    const { environment } = this;
    return new WorkloadIdentity(this, `deployer-${team.namespace}`, {
      ...this.common,
      name: roleNames.deployer(environment.name, team.namespace),
      description: `Argo Workflows: deploy steps of team ${team.name}`,
      serviceAccount: { namespace: team.namespace, name: serviceAccounts.deployer },
      permissions: deployerPermissions(environment, team),
    });
  }

  private addArtifactRole(team: Team, dependsOn: readonly Role[]): void {
    const { environment } = this;
    const { name, iam, cluster, artifacts } = environment;
    const trusted = [
      roleNames.executor(name, team.namespace),
      ...(team.deployTo.length > 0 ? [roleNames.deployer(name, team.namespace)] : []),
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
      serviceAccount: { namespace: controlPlaneNamespace, name: callerAccounts.secrets },
      identity: "irsa",
      permissions: secretsPermissions(environment),
    });
  }
}
