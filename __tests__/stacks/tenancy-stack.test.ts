import { serviceAccounts } from "../../config/naming";
import { addresses, exampleEnvironments, synthesis } from "../fixtures/synthesis";
import { tenancy, tenancyEnvironment } from "../fixtures/tenancy";

describe("TenancyStack", () => {
  it("comes after the roles that its accounts name", () => {
    const { dependencies } = synthesis(tenancyEnvironment());
    expect(dependencies["test-argo-tenancy"]).toEqual(["test-argo-iam"]);
  });

  it("creates these resources for a team without settings, and no other", () => {
    expect(addresses(tenancy({ backstage: { enabled: false }, teams: { a: {} } }))).toEqual([
      "helm_release.argo-guard",
      "kubernetes_cluster_role_v1.template-readers",
      "kubernetes_config_map_v1.team-a",
      "kubernetes_config_map_v1.team-a_notifications",
      "kubernetes_config_map_v1.team-a_signing",
      "kubernetes_config_map_v1.team-a_targets",
      "kubernetes_default_service_account_v1.team-a",
      "kubernetes_limit_range_v1.team-a",
      "kubernetes_namespace_v1.team-a",
      "kubernetes_network_policy_v1.team-a_default-deny",
      "kubernetes_network_policy_v1.team-a_dns",
      "kubernetes_network_policy_v1.team-a_https",
      "kubernetes_network_policy_v1.team-a_kubernetes-api",
      "kubernetes_resource_quota_v1.team-a",
      "kubernetes_role_binding_v1.team-a_argo-executor",
      "kubernetes_role_v1.team-a_argo-executor",
      "kubernetes_role_v1.team-a_argo-submitter",
      "kubernetes_service_account_v1.team-a_argo-checkout",
      "kubernetes_service_account_v1.team-a_argo-deployer",
      "kubernetes_service_account_v1.team-a_argo-notifier",
      "kubernetes_service_account_v1.team-a_argo-verifier",
      "kubernetes_service_account_v1.team-a_argo-workflow",
    ]);
  });

  it("outputs the accounts of each namespace", () => {
    const names = (...purposes: string[]) => purposes.map((purpose) => `argo-${purpose}`);
    expect(tenancy().output.service_accounts?.value).toEqual({
      "team-alpha": names(
        ...["workflow", "checkout", "notifier", "verifier", "builder", "publisher", "signer"],
        ...["cache-writer", "deployer", "installer", "submitter"],
      ),
      "team-beta": names(
        ...["workflow", "checkout", "notifier", "verifier", "deployer", "installer", "submitter"],
      ),
      "team-gamma": names("workflow", "checkout", "notifier", "verifier", "deployer"),
    });
  });

  it("reads nothing from another stack", () => {
    expect(JSON.stringify(tenancy())).not.toContain("terraform_remote_state");
  });

  it("creates everything in a namespace after the namespace", () => {
    const { resource } = tenancy();
    const early = Object.entries(resource).flatMap(([type, ones]) =>
      Object.entries(ones)
        .filter(([, { depends_on }]) => depends_on === undefined)
        .map(([id]) => `${type}.${id}`),
    );
    expect(early.sort()).toEqual([
      "helm_release.argo-guard",
      "kubernetes_cluster_role_v1.template-readers",
      "kubernetes_namespace_v1.team-alpha",
      "kubernetes_namespace_v1.team-beta",
      "kubernetes_namespace_v1.team-gamma",
    ]);
  });

  it("gives teams with similar names separate resources", () => {
    const json = tenancy({
      teams: { a: { deployTo: ["b"] }, "a-b": { deployTo: ["b", "team-b"] }, x: { namespace: "a" } },
    });
    const ids = addresses(json);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.startsWith("kubernetes_role_v1.b_"))).toHaveLength(2);
  });

  it("keeps names within Kubernetes' limits, even for the longest namespace that IAM allows", () => {
    const namespace = "n".repeat(44);
    const environment = tenancyEnvironment({ teams: { a: { namespace, deployTo: ["shop"] } } });
    const json = synthesis(environment).stacks["test-argo-tenancy"];
    const names = [...JSON.stringify(json).matchAll(/"name":"([^"]*)"/g)].map(([, name]) => name ?? "");
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(63);
    expect(names).toContain(`${serviceAccounts.deployer}-${namespace}`);
  });

  it.each(exampleEnvironments().map((one) => [one.name, one] as const))(
    "is in the output of %s, with a namespace for each team",
    (name, environment) => {
      const json = synthesis(environment).stacks[`${name}-argo-tenancy`];
      expect(Object.keys(json?.resource.kubernetes_namespace_v1 ?? {}).sort()).toEqual(
        environment.teams.map(({ namespace }) => namespace).sort(),
      );
    },
  );
});
