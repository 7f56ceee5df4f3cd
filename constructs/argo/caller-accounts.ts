import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import { ClusterGrant } from "../kubernetes/cluster-grant";
import { ownLabels } from "../kubernetes/labels";
import { type Manifest, Manifests } from "../kubernetes/manifests";
import { Account } from "../kubernetes/service-account";
import type { Rule } from "./rbac-rules";

export interface CallerAccountsProps {
  readonly environment: Environment;
  /** The control plane's namespace. */
  readonly namespace: ITerraformDependable;
}

const read = ["get", "list", "watch"];
const write = ["create", "update", "patch", "delete", "deletecollection"];

/**
 * Service accounts in `argo` that stand for people who log in by SSO, and for Backstage. Argo's server picks one by
 * the groups of a person, and acts with its token (argo-workflows: docs/argo-server-sso.md).
 *
 * Readers and administrators see workflows of the whole cluster, since the UI's first list asks for all namespaces;
 * pods and their logs they see in workflow namespaces only, and nobody changes anything in `argo`.
 */
export class CallerAccounts extends Construct {
  readonly accounts: readonly Account[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CallerAccountsProps,
  ) {
    super(scope, id);
    const { environment } = props;
    const { login, teams, backstage } = environment;
    const { adminGroups = [], readerGroups = [] } = login.sso ?? {};
    const memberGroups = login.sso ? [...new Set(teams.flatMap(({ groups }) => groups))].sort() : [];
    const names = naming.callerAccounts;
    const members = this.account(names.login, memberGroups, naming.ssoPrecedence.login);
    const readers = this.account(names.reader, readerGroups, naming.ssoPrecedence.reader);
    const admins = this.account(names.admin, adminGroups, naming.ssoPrecedence.admin);
    const portal = backstage.enabled ? this.plainAccount(naming.serviceAccounts.backstage, {}) : [];
    this.grant(names.login, loginRules, members);
    this.grant(names.reader, overviewRules, [...readers, ...admins]);
    const namespaces = teams.map(({ namespace }) => namespace);
    this.grant(`${names.reader}-logs`, logRules, [...readers, ...admins], namespaces);
    this.grant(names.admin, adminRules, admins, namespaces);
    this.accounts = [...members, ...readers, ...admins, ...portal];
    this.keepTokens();
  }

  /** @returns the account in a list; an empty list if no group is to have it */
  private account(name: string, groups: readonly string[], precedence: number): Account[] {
    if (groups.length === 0) return [];
    return this.plainAccount(name, {
      "workflows.argoproj.io/rbac-rule": groups.map((group) => `'${group}' in groups`).join(" || "),
      "workflows.argoproj.io/rbac-rule-precedence": String(precedence),
    });
  }

  private plainAccount(name: string, annotations: Record<string, string>): Account[] {
    return [
      new Account(this, name, {
        namespace: naming.controlPlaneNamespace,
        name,
        labels: ownLabels,
        annotations,
        dependsOn: [this.props.namespace],
      }),
    ];
  }

  private grant(
    name: string,
    rules: readonly Rule[],
    to: readonly Account[],
    namespaces?: readonly string[],
  ) {
    if (to.length === 0) return;
    new ClusterGrant(this, `${name}-role`, { name, rules, to, ...(namespaces && { namespaces }) });
  }

  /** Kubernetes fills the Secrets in; as typed resources they would be read back into the state. */
  private keepTokens(): void {
    if (this.accounts.length === 0) return;
    new Manifests(this, "argo-tokens", {
      release: "argo-tokens",
      namespace: naming.controlPlaneNamespace,
      manifests: this.accounts.map(tokenSecretOf),
      dependsOn: this.accounts.map(({ resource }) => resource),
    });
  }
}

/** The list of templates, which belong to no namespace. */
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

function rule(apiGroup: string, resources: string[], verbs: string[]): Rule {
  return { apiGroups: [apiGroup], resources, verbs };
}

function tokenSecretOf({ namespace, name }: Account): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: naming.tokenSecret(name),
      namespace,
      annotations: { "kubernetes.io/service-account.name": name },
    },
    type: "kubernetes.io/service-account-token",
  };
}
