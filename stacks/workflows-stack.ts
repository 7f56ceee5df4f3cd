import { DataAwsRdsCluster } from "@cdktf/provider-aws/lib/data-aws-rds-cluster";
import { type App, TerraformOutput } from "cdktf";
import { createsDatabase } from "../config/archive-owner";
import { databaseName } from "../config/aws-naming";
import { readChart } from "../config/chart";
import { needsSecrets } from "../config/control-plane-secrets";
import type { Environment } from "../config/environment";
import * as naming from "../config/naming";
import { ArchiveAuthorities, type ArchiveAuthoritiesProps } from "../constructs/argo/archive-authorities";
import { ArgoRelease } from "../constructs/argo/argo-release";
import { CallerAccounts } from "../constructs/argo/caller-accounts";
import { ControlPlaneNamespace } from "../constructs/argo/control-plane-namespace";
import { ControlPlaneNetwork } from "../constructs/argo/control-plane-network";
import { ControlPlaneSecrets } from "../constructs/argo/control-plane-secrets";
import { DatabaseUser } from "../constructs/argo/database-user";
import { GithubApps } from "../constructs/argo/github-apps";
import { IngressGroup } from "../constructs/argo/ingress-group";
import { MonitoringRules } from "../constructs/argo/monitoring-rules";
import { ServerRights } from "../constructs/argo/server-rights";
import { TeamSecrets } from "../constructs/argo/team-secrets";
import { argoValues } from "../helm/argo-workflows/values";
import { ClusterStack } from "./base/cluster-stack";

/** Argo Workflows in its own namespace: who may call it, its secrets and rights, and the chart itself. */
export class WorkflowsStack extends ClusterStack {
  constructor(app: App, environment: Environment) {
    super(app, "workflows", environment);
    const { archive, ingress, images, monitoring } = environment;
    const chart = readChart();
    const namespace = new ControlPlaneNamespace(this, naming.controlPlaneNamespace, {
      behindLoadBalancer: ingress.enabled,
      pullSecret: images.pullSecret,
    });
    const props = { environment, dependsOn: namespace.ready };
    const network = new ControlPlaneNetwork(this, "network", { ...props, chart });
    const rights = new ServerRights(this, "server-rights", props);
    const callers = new CallerAccounts(this, "callers", props);
    const secrets = needsSecrets(environment) ? [new ControlPlaneSecrets(this, "secrets", props)] : [];
    const authorities = this.authorities(props);
    const ready = [...network.ready, ...[...secrets, ...authorities].flatMap((delivered) => delivered.ready)];
    const withSecrets = environment.teams.filter((team) => team.secrets.length > 0);
    if (withSecrets.length > 0) new TeamSecrets(this, "team-secrets", { ...props, teams: withSecrets });
    const withGithub = environment.teams.filter((team) => team.githubApp !== undefined);
    if (withGithub.length > 0) new GithubApps(this, "github-apps", { ...props, teams: withGithub });
    const host = createsDatabase(environment) ? this.databaseHost() : "";
    const database =
      archive.enabled && archive.login === "iam"
        ? [new DatabaseUser(this, "database-user", { environment, host, dependsOn: ready })]
        : [];
    const group =
      ingress.enabled && ingress.groupName !== undefined
        ? [new IngressGroup(this, naming.ingressClass, { ...props, groupName: ingress.groupName })]
        : [];
    new ArgoRelease(this, naming.argoRelease, {
      chart,
      values: argoValues(environment, chart, host),
      dependsOn: [...ready, ...rights.ready, ...[...database, ...group].flatMap((part) => part.ready)],
    });
    if (monitoring.rules) new MonitoringRules(this, naming.rulesRelease, props);
    this.addOutputs(callers);
  }

  private authorities({ dependsOn }: Pick<ArchiveAuthoritiesProps, "dependsOn">): ArchiveAuthorities[] {
    const { enabled, database } = this.environment.archive;
    if (!enabled || database?.rootCA === undefined) return [];
    return [
      new ArchiveAuthorities(this, "archive-authorities", { certificates: database.rootCA, dependsOn }),
    ];
  }

  /** AWS generates it. Reading it by the cluster's name needs no other stack's state. */
  private databaseHost(): string {
    const clusterIdentifier = databaseName(this.environment.name);
    return new DataAwsRdsCluster(this, "archive", { clusterIdentifier }).endpoint;
  }

  private addOutputs(callers: CallerAccounts): void {
    const { ingress } = this.environment;
    if (ingress.enabled)
      new TerraformOutput(this, "server_url", { value: `https://${naming.serverHost(this.environment)}` });
    new TerraformOutput(this, "in_cluster_url", { value: naming.inClusterUrl });
    new TerraformOutput(this, "service_accounts", {
      value: [
        naming.serviceAccounts.server,
        naming.serviceAccounts.controller,
        ...callers.accounts.map(({ name }) => name),
      ],
    });
  }
}
