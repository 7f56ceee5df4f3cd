import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { portalTokenLabel, variableAnnotation } from "../../config/annotations";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import { approverGroups } from "../../config/values/deploy-target";
import { ClusterGrant } from "../kubernetes/cluster-grant";
import { Manifests } from "../kubernetes/manifests";
import { read, type Rule, rule } from "../kubernetes/rbac-rule";
import { ServiceAccount } from "../kubernetes/service-account";
import { tokenSecret } from "../kubernetes/token-secret";
import { ownLabels } from "./labels";
import { ssoRule, tokenOf } from "./sso-rule";

export interface CallerAccountsProps {
  readonly environment: Pick<Environment, "name" | "backstage" | "login" | "teams" | "tokens">;
  readonly dependsOn: readonly ITerraformDependable[];
}

const write = ["create", "update", "patch", "delete", "deletecollection"];

/**
 * Service accounts in `argo` for people who log in with SSO, and for Backstage. For a person, Argo's server selects one
 * by the person's groups, and uses its token (argo-workflows: docs/argo-server-sso.md).
 *
 * Readers and administrators see workflows in the whole cluster, because the first list of the UI asks for all
 * namespaces. They see pods and logs only in workflow namespaces, and nobody can change anything in `argo`.
 *
 * Backstage has an account for each team that is open to it, so that Kubernetes separates the teams, and one that only
 * reads cluster workflow templates.
 */
export class CallerAccounts extends Construct {
  readonly accounts: readonly ServiceAccount[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CallerAccountsProps,
  ) {
    super(scope, id);
    const { environment } = props;
    const { teams } = environment;
    const groups = groupsOfCallers(environment);
    const names = naming.callerAccounts;
    const members = this.account(names.login, groups.login, naming.ssoPrecedence.login);
    const readers = this.account(names.reader, groups.reader, naming.ssoPrecedence.reader);
    const admins = this.account(names.admin, groups.admin, naming.ssoPrecedence.admin);
    const portal = portalCallers(environment).flatMap(({ name }) => this.plainAccount(name, {}));
    this.grant(names.login, loginRules, members);
    this.grant(names.reader, overviewRules, [...readers, ...admins]);
    const namespaces = teams.map(({ namespace }) => namespace);
    this.grant(`${names.reader}-logs`, logRules, [...readers, ...admins], namespaces);
    this.grant(names.admin, adminRules, admins, namespaces);
    this.accounts = [...members, ...readers, ...admins, ...portal];
    this.keepTokens();
  }

  /** @returns a list with the account, or an empty list if there is no group for it */
  private account(name: string, groups: readonly string[], precedence: number): ServiceAccount[] {
    if (groups.length === 0) return [];
    return this.plainAccount(name, {
      ...ssoRule(groups, precedence),
      ...tokenOf(name, this.props.environment),
    });
  }

  private plainAccount(name: string, annotations: Record<string, string>): ServiceAccount[] {
    return [
      new ServiceAccount(this, name, {
        namespace: naming.controlPlaneNamespace,
        name,
        labels: ownLabels,
        annotations,
        dependsOn: this.props.dependsOn,
      }),
    ];
  }

  private grant(
    name: string,
    rules: readonly Rule[],
    to: readonly ServiceAccount[],
    namespaces?: readonly string[],
  ) {
    if (to.length === 0) return;
    new ClusterGrant(this, `${name}-role`, {
      name,
      labels: ownLabels,
      rules,
      to,
      ...(namespaces && { namespaces }),
    });
  }

  private keepTokens(): void {
    const { environment } = this.props;
    if (this.accounts.length === 0) return;
    const portal = new Map(portalCallers(environment).map(({ name, namespace }) => [name, namespace]));
    new Manifests(this, "argo-tokens", {
      release: "argo-tokens",
      namespace: naming.controlPlaneNamespace,
      manifests: this.accounts.map((account) =>
        tokenSecret(account, {
          name: naming.tokenSecret(account.name, environment),
          ...(portal.has(account.name) && {
            labels: { [portalTokenLabel]: "true" },
            annotations: {
              [variableAnnotation]: naming.portalTokenVariable(environment.name, portal.get(account.name)),
            },
          }),
        }),
      ),
      dependsOn: this.accounts.flatMap(({ ready }) => ready),
    });
  }
}

/** Backstage's accounts. The one without a namespace only reads cluster workflow templates. */
export function portalCallers({
  backstage,
  teams,
}: Pick<Environment, "backstage" | "teams">): { readonly name: string; readonly namespace?: string }[] {
  if (!backstage.enabled) return [];
  const open = teams.filter((team) => team.backstage);
  return [
    { name: naming.serviceAccounts.backstage },
    ...open.map(({ namespace }) => ({ name: naming.portalAccount(namespace), namespace })),
  ];
}

/** The groups of each account that stands for people. An account without groups doesn't exist. */
export function groupsOfCallers({
  login,
  teams,
}: Pick<Environment, "login" | "teams">): Readonly<Record<"login" | "reader" | "admin", readonly string[]>> {
  const { adminGroups: admin = [], readerGroups: reader = [] } = login.sso ?? {};
  const ofTeams = teams.flatMap(({ groups, deployTo }) => [...groups, ...approverGroups(deployTo)]);
  const members = login.sso ? [...new Set(ofTeams)].sort() : [];
  return { login: members, reader, admin };
}

/** Cluster workflow templates are in no namespace. */
const loginRules: readonly Rule[] = [rule("argoproj.io", ["clusterworkflowtemplates"], read)];

const overviewRules: readonly Rule[] = [
  rule(
    "argoproj.io",
    ["workflows", "workflowtemplates", "clusterworkflowtemplates", "cronworkflows", "workfloweventbindings"],
    read,
  ),
];

const logRules: readonly Rule[] = [
  rule("", ["pods"], read),
  rule("", ["pods/log"], ["get"]),
  rule("", ["events"], ["list", "watch"]),
];

/** A retry deletes the pods of the failed steps (argo-workflows: server/workflow/workflow_server.go). */
const adminRules: readonly Rule[] = [
  rule("argoproj.io", ["workflows", "workflowtemplates", "cronworkflows", "workfloweventbindings"], write),
  rule("", ["pods"], ["delete"]),
];
