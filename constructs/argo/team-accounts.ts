import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { teamLabel } from "../../config/annotations";
import { roleArn } from "../../config/arns";
import { roleNames } from "../../config/aws-naming";
import type { Environment, Team } from "../../config/environment";
import {
  controlPlaneNamespace,
  executorRole,
  portalAccount,
  serviceAccounts,
  ssoPrecedence,
  targetRole,
  tenancyRelease,
  tokenSecret as tokenSecretName,
} from "../../config/naming";
import { podAccounts } from "../../config/pod-accounts";
import { approverGroups } from "../../config/values/deploy-target";
import { Grant } from "../kubernetes/grant";
import { Manifests } from "../kubernetes/manifests";
import type { Rule } from "../kubernetes/rbac-rule";
import {
  ServiceAccount,
  type ServiceAccountProps,
  type ServiceAccountRef,
} from "../kubernetes/service-account";
import { tokenSecret } from "../kubernetes/token-secret";
import { labelsOf } from "./labels";
import * as rules from "./rbac-rules";
import { ssoRule, tokenOf } from "./sso-rule";

export interface TeamAccountsProps {
  readonly environment: Environment;
  readonly team: Team;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * The service accounts of a team's namespace, one for each purpose, and what each may do there. Templates of the library
 * name the accounts; the team's own code runs as `argo-workflow`.
 */
export class TeamAccounts extends Construct {
  /** Every service account of the namespace. */
  readonly accounts: readonly ServiceAccount[];
  /** The accounts for people who log in with SSO: members, if the team has groups, and approvers. */
  readonly people: readonly ServiceAccount[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TeamAccountsProps,
  ) {
    super(scope, id);
    const { environment, team } = props;
    // Argo fetches a pod's artifacts and archives its logs with the pod's own account, so each one has a role. If a
    // template asks for the token, Argo leaves the pod's field empty, and the account decides. Argo only ever sets the
    // field to false (argo-workflows: workflowpod.go, setupServiceAccount).
    const pods = podAccounts(team).map(({ name, role, callsKubernetes }) =>
      this.account(name, {
        mountsToken: callsKubernetes,
        pullSecret: environment.images.pullSecret,
        ...awsRole(environment, roleNames[role](environment.name, team.namespace)),
      }),
    );
    const named = (name: string) => pods.filter((account) => account.name === name);
    // One account for all groups of the team: their rights are the same, and Argo's server logs the person's name.
    const members = this.login(serviceAccounts.submitter, team.groups, ssoPrecedence.team);
    // The guard counts answers of this account only, so a member who may approve gets it instead of the other.
    const approvers = this.login(
      serviceAccounts.approver,
      approverGroups(team.deployTo),
      ssoPrecedence.approver,
    );
    this.people = [...members, ...approvers];
    this.accounts = [...pods, ...this.people];

    // Argo's own containers use the account of their pod. The guard ties what they report to that pod.
    this.grant(executorRole, rules.executorRules, pods);
    // Argo mounts the account's token only into its own pods that delete artifacts. They need the team's AWS role.
    if (team.artifactGC)
      this.grant("argo-artifact-gc", rules.artifactGcRules, named(serviceAccounts.workflow));
    const scheduled = Object.keys(team.schedules).length > 0;
    this.grant(
      serviceAccounts.submitter,
      [...rules.submitterRules, ...(scheduled ? rules.scheduleRules : [])],
      this.people,
    );
    if (environment.backstage.enabled && team.backstage) {
      const portal = { namespace: controlPlaneNamespace, name: portalAccount(team.namespace) };
      const granted = [
        ...rules.portalRules,
        ...(environment.backstage.terminate ? rules.terminationRules : []),
      ];
      this.grant(serviceAccounts.backstage, granted, [portal]);
    }
    for (const { namespace, allows } of team.deployTo) {
      for (const deployer of named(serviceAccounts.deployer))
        this.deployInto(namespace, deployer, rules.deployerRules(allows));
      for (const installer of named(serviceAccounts.installer))
        this.deployInto(namespace, installer, rules.installerRules(allows));
    }
    this.keepTokens();
  }

  /** @returns a list with the account, or an empty list if there is no group for it */
  private login(name: string, groups: readonly string[], precedence: number): ServiceAccount[] {
    if (groups.length === 0) return [];
    const annotations = { ...ssoRule(groups, precedence), ...tokenOf(name, this.props.environment) };
    return [this.account(name, { annotations })];
  }

  private account(
    name: string,
    options: Pick<ServiceAccountProps, "annotations" | "mountsToken" | "pullSecret"> = {},
  ) {
    const { team, dependsOn } = this.props;
    return new ServiceAccount(this, name, {
      namespace: team.namespace,
      name,
      labels: labelsOf(team),
      ...options,
      dependsOn,
    });
  }

  private grant(name: string, granted: readonly Rule[], to: readonly ServiceAccountRef[]) {
    const { team, dependsOn } = this.props;
    new Grant(this, `${name}-role`, {
      namespace: team.namespace,
      name,
      labels: labelsOf(team),
      rules: granted,
      to,
      dependsOn,
    });
  }

  /** The target namespace belongs to the application and exists already. */
  private deployInto(namespace: string, account: ServiceAccount, granted: readonly Rule[]): void {
    if (granted.length === 0) return;
    const { team } = this.props;
    new Grant(this, `${account.name}-to-${namespace}`, {
      namespace,
      name: targetRole(account.name, team.namespace),
      labels: labelsOf(team),
      rules: granted,
      to: [account],
      dependsOn: account.ready,
    });
  }

  private keepTokens(): void {
    const { environment, team } = this.props;
    if (this.people.length === 0) return;
    new Manifests(this, team.namespace, {
      release: tenancyRelease(team.namespace),
      namespace: team.namespace,
      manifests: this.people.map((account) =>
        tokenSecret(account, {
          name: tokenSecretName(account.name, environment),
          labels: { [teamLabel]: team.name },
        }),
      ),
      dependsOn: this.people.flatMap(({ ready }) => ready),
    });
  }
}

/** With Pod Identity the service account needs no annotation: an association names it. */
function awsRole(environment: Environment, role: string): { annotations?: Record<string, string> } {
  if (environment.cluster.identity !== "irsa") return {};
  return { annotations: { "eks.amazonaws.com/role-arn": roleArn(environment, role) } };
}
