import { type App, TerraformOutput } from "cdktf";
import { needsSecrets } from "../config/control-plane-secrets";
import type { Environment } from "../config/environment";
import { callerAccounts, controlPlaneNamespace, roleNames, serviceAccounts } from "../config/naming";
import {
  controllerPermissions,
  deployerPermissions,
  executorPermissions,
  secretsPermissions,
  serverPermissions,
} from "../constructs/aws/permissions";
import { WorkloadIdentity } from "../constructs/aws/workload-identity";
import { ArgoStack } from "./argo-stack";

/** One role for Argo's server, one for its controller, one for each team's workflow pods, one for its deploy steps. */
export class IamStack extends ArgoStack {
  constructor(app: App, environment: Environment) {
    super(app, "iam", environment);
    const { name, teams } = environment;
    const server = new WorkloadIdentity(this, "server", {
      environment,
      roleName: roleNames.server(name),
      description: "Argo Workflows server: shows artifacts and archived logs",
      serviceAccount: { namespace: controlPlaneNamespace, name: serviceAccounts.server },
      permissions: serverPermissions(environment),
    });
    const controller = new WorkloadIdentity(this, "controller", {
      environment,
      roleName: roleNames.controller(name),
      description: "Argo Workflows controller: looks up images",
      serviceAccount: { namespace: controlPlaneNamespace, name: serviceAccounts.controller },
      permissions: controllerPermissions(environment),
    });
    if (needsSecrets(environment)) this.addSecretsReader();
    const executors = teams.map((team) => {
      const executor = new WorkloadIdentity(this, `executor-${team.namespace}`, {
        environment,
        roleName: roleNames.executor(name, team.namespace),
        description: `Argo Workflows: workflow pods of team ${team.name}`,
        serviceAccount: { namespace: team.namespace, name: serviceAccounts.workflow },
        permissions: executorPermissions(environment, team),
      });
      return [team.namespace, executor.roleArn] as const;
    });
    for (const team of teams.filter(({ deployTo }) => deployTo.length > 0))
      new WorkloadIdentity(this, `deployer-${team.namespace}`, {
        environment,
        roleName: roleNames.deployer(name, team.namespace),
        description: `Argo Workflows: deploy steps of team ${team.name}`,
        serviceAccount: { namespace: team.namespace, name: serviceAccounts.deployer },
        permissions: deployerPermissions(environment, team),
      });
    new TerraformOutput(this, "server_role_arn", { value: server.roleArn });
    new TerraformOutput(this, "controller_role_arn", { value: controller.roleArn });
    new TerraformOutput(this, "executor_role_arns", { value: Object.fromEntries(executors) });
  }
  /** External Secrets logs in by the account's token, which Pod Identity doesn't take. */
  private addSecretsReader(): void {
    const { environment } = this;
    new WorkloadIdentity(this, "secrets", {
      environment,
      roleName: roleNames.secrets(environment.name),
      description: "External Secrets: brings the secrets of Argo Workflows itself",
      serviceAccount: { namespace: controlPlaneNamespace, name: callerAccounts.secrets },
      identity: "irsa",
      permissions: secretsPermissions(environment),
    });
  }
}
