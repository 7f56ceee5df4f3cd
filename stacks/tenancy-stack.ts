import { type App, TerraformOutput } from "cdktf";
import type { Environment } from "../config/environment";
import { controlPlaneNamespace } from "../config/naming";
import { writesCaches } from "../config/pod-accounts";
import { targetNamespaces } from "../config/values/deploy-target";
import { ArtifactRepository } from "../constructs/argo/artifact-repository";
import { CacheSettings } from "../constructs/argo/cache-settings";
import { portalCallers } from "../constructs/argo/caller-accounts";
import { Guard } from "../constructs/argo/guard/guard";
import { NotificationSettings } from "../constructs/argo/notification-settings";
import { SigningSettings } from "../constructs/argo/signing-settings";
import { TargetDemands } from "../constructs/argo/target-demands";
import { TargetNamespace } from "../constructs/argo/target-namespace";
import { TeamAccounts } from "../constructs/argo/team-accounts";
import { TeamNetwork } from "../constructs/argo/team-network";
import { TemplateReaders } from "../constructs/argo/template-readers";
import { WorkflowNamespace } from "../constructs/argo/workflow-namespace";
import { ClusterStack } from "./base/cluster-stack";

/** A namespace for each team: its limits, its service accounts, its artifact repository, and what its pods may call. */
export class TenancyStack extends ClusterStack {
  constructor(app: App, environment: Environment) {
    super(app, "tenancy", environment);
    const { teams } = environment;
    const tenants = teams.map((team) => {
      const namespace = new WorkflowNamespace(this, team.namespace, team, environment.images.pullSecret);
      const props = { environment, team, dependsOn: namespace.ready };
      new ArtifactRepository(this, `${team.namespace}_artifacts`, props);
      new SigningSettings(this, `${team.namespace}_signing`, props);
      if (writesCaches(team)) new CacheSettings(this, `${team.namespace}_caches`, props);
      new NotificationSettings(this, `${team.namespace}_notifications`, props);
      new TargetDemands(this, `${team.namespace}_targets`, props);
      new TeamNetwork(this, `${team.namespace}_network`, props);
      const { accounts, people } = new TeamAccounts(this, `${team.namespace}_accounts`, props);
      return { namespace: team.namespace, accounts: accounts.map(({ name }) => name), people };
    });
    for (const namespace of targetNamespaces(teams)) {
      const deploying = teams.filter(({ deployTo }) =>
        deployTo.some((target) => target.namespace === namespace),
      );
      const names = deploying.map(({ name }) => name);
      new TargetNamespace(this, `target-${namespace}`, { namespace, teams: names });
    }
    const portal = portalCallers(environment).map(({ name }) => ({ namespace: controlPlaneNamespace, name }));
    new TemplateReaders(this, "template-readers", [...tenants.flatMap(({ people }) => people), ...portal]);
    new Guard(this, "guard", environment);
    this.keepNamespaces();
    new TerraformOutput(this, "service_accounts", {
      value: Object.fromEntries(tenants.map(({ namespace, accounts }) => [namespace, accounts])),
    });
  }

  /** A namespace that this project created, and that somebody else takes over, leaves the state and stays in the cluster. */
  private keepNamespaces(): void {
    const others = this.environment.teams.filter(({ createNamespace }) => !createNamespace);
    if (others.length === 0) return;
    this.addOverride(
      "removed",
      others.map(({ namespace }) => ({
        from: `kubernetes_namespace_v1.${namespace}`,
        lifecycle: [{ destroy: false }],
      })),
    );
  }
}
