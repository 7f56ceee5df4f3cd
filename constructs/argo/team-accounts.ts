import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { teamLabel } from "../../config/annotations";
import type { Environment, Team } from "../../config/environment";
import {
  controlPlaneNamespace,
  deployerRole,
  roleArn,
  roleNames,
  serviceAccounts,
  ssoPrecedence,
  tenancyRelease,
  tokenSecret,
} from "../../config/naming";
import { Grant } from "../kubernetes/grant";
import { labelsOf } from "../kubernetes/labels";
import { type Manifest, Manifests } from "../kubernetes/manifests";
import { Account } from "../kubernetes/service-account";
import * as rules from "./rbac-rules";

export interface TeamAccountsProps {
  readonly environment: Environment;
  readonly team: Team;
  /** The team's namespace. */
  readonly namespace: ITerraformDependable;
}

/** Who acts in a team's namespace, and what each may do there. */
export class TeamAccounts extends Construct {
  /** Every account of the namespace, in the order in which they are made. */
  readonly accounts: readonly Account[];
  /** The account of people who log in by SSO, if the team has groups. */
  readonly submitter: Account | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TeamAccountsProps,
  ) {
    super(scope, id);
    const { environment, team } = props;
    const workflow = this.account(
      serviceAccounts.workflow,
      awsRole(environment, roleNames.executor(environment.name, team.namespace)),
    );
    const executor = this.account(serviceAccounts.executor);
    // For a pod whose template asks for the token, Argo leaves the choice to the account; it only ever says no
    // (argo-workflows: workflowpod.go, setupServiceAccount).
    const deployer = this.account(serviceAccounts.deployer, {
      mountsToken: true,
      // Argo archives the logs of a pod as the pod's own account.
      ...(team.deployTo.length > 0 &&
        awsRole(environment, roleNames.deployer(environment.name, team.namespace))),
    });
    this.submitter =
      team.groups.length > 0
        ? this.account(serviceAccounts.submitter, { annotations: ssoRule(team) })
        : undefined;
    this.accounts = [workflow, executor, deployer, ...(this.submitter ? [this.submitter] : [])];

    this.grant(serviceAccounts.executor, rules.executorRules, [executor]);
    // Argo mounts the account's token into its own deleting pods only, and they need the team's AWS role.
    if (team.artifactGC) this.grant("argo-artifact-gc", rules.artifactGcRules, [workflow]);
    this.grant(serviceAccounts.submitter, rules.submitterRules, this.submitter ? [this.submitter] : []);
    if (environment.backstage.enabled && team.backstage) {
      const portal = { namespace: controlPlaneNamespace, name: serviceAccounts.backstage };
      const granted = [
        ...rules.portalRules,
        ...(environment.backstage.terminate ? rules.terminationRules : []),
      ];
      this.grant(serviceAccounts.backstage, granted, [portal]);
    }
    for (const target of team.deployTo) this.deployInto(target, deployer);
    this.keepTokensOf(executor, this.submitter);
  }

  private account(
    name: string,
    options: { annotations?: Record<string, string>; mountsToken?: boolean } = {},
  ) {
    const { team, namespace } = this.props;
    return new Account(this, name, {
      namespace: team.namespace,
      name,
      labels: labelsOf(team),
      ...options,
      dependsOn: [namespace],
    });
  }

  private grant(
    name: string,
    granted: readonly rules.Rule[],
    to: readonly { namespace: string; name: string }[],
  ) {
    const { team, namespace } = this.props;
    new Grant(this, `${name}-role`, {
      namespace: team.namespace,
      name,
      labels: labelsOf(team),
      rules: granted,
      to,
      dependsOn: [namespace],
    });
  }

  /** The target namespace is the application's: it exists already. */
  private deployInto(target: string, deployer: Account): void {
    const { team } = this.props;
    new Grant(this, `deploy-to-${target}`, {
      namespace: target,
      name: deployerRole(team.namespace),
      labels: labelsOf(team),
      rules: rules.deployerRules,
      to: [deployer],
      dependsOn: [deployer.resource],
    });
  }

  /** Kubernetes fills the Secrets in; as typed resources they would be read back into the state. */
  private keepTokensOf(...accounts: readonly (Account | undefined)[]): void {
    const { team } = this.props;
    const owners = accounts.filter((account) => account !== undefined);
    new Manifests(this, team.namespace, {
      release: tenancyRelease(team.namespace),
      namespace: team.namespace,
      manifests: owners.map((account) => tokenSecretOf(account, team)),
      dependsOn: owners.map((account) => account.resource),
    });
  }
}

/** Pod Identity needs no word of the account's: an association beside the role names it. */
function awsRole(environment: Environment, role: string): { annotations?: Record<string, string> } {
  if (environment.cluster.identity !== "irsa") return {};
  return { annotations: { "eks.amazonaws.com/role-arn": roleArn(environment, role) } };
}

/** One account for all groups of the team: they have the same rights, and Argo's server logs the person's name. */
function ssoRule({ groups }: Team): Record<string, string> {
  return {
    "workflows.argoproj.io/rbac-rule": groups.map((group) => `'${group}' in groups`).join(" || "),
    "workflows.argoproj.io/rbac-rule-precedence": String(ssoPrecedence.team),
  };
}

function tokenSecretOf({ namespace, name }: Account, team: Team): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: tokenSecret(name),
      namespace,
      labels: { [teamLabel]: team.name },
      annotations: { "kubernetes.io/service-account.name": name },
    },
    type: "kubernetes.io/service-account-token",
  };
}
