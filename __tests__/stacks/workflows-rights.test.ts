import type { TerraformJson } from "../../audit/terraform-json";
import { fullEnvironment } from "../fixtures/full-environment";
import { environment, exampleEnvironments, resource, stackOf } from "../fixtures/synthesis";

interface Rule {
  api_groups: string[];
  resources: string[];
  resource_names?: string[];
  verbs: string[];
}
const rulesOf = (json: TerraformJson, type: "role" | "cluster_role", id: string) =>
  (resource(json, `kubernetes_${type}_v1`, id) as unknown as { rule: Rule[] }).rule;
const allRules = (json: TerraformJson) =>
  ["kubernetes_role_v1", "kubernetes_cluster_role_v1"].flatMap((type) =>
    Object.values(json.resource[type] ?? {}).flatMap((role) => role.rule as Rule[]),
  );
const everywhere = [...exampleEnvironments(), fullEnvironment()].map((one) => stackOf(one, "workflows"));

describe("Rights in the workflows stack", () => {
  const plain = stackOf(environment(), "workflows");
  const full = stackOf(fullEnvironment(), "workflows");

  it("have no wildcard, no list of secrets, no exec, and no way to get more permissions", () => {
    for (const json of everywhere) {
      for (const rule of allRules(json)) {
        expect([...rule.api_groups, ...rule.resources, ...rule.verbs]).not.toContain("*");
        expect(rule.resources).not.toContain("pods/exec");
        for (const verb of ["bind", "escalate", "impersonate"]) expect(rule.verbs).not.toContain(verb);
        if (rule.resources.includes("secrets") && rule.verbs.join() !== "create") {
          expect(rule.verbs).toEqual(["get"]);
          expect(rule.resource_names?.length).toBeGreaterThan(0);
        }
      }
    }
  });

  it("let the server read its own configuration and secrets, by name", () => {
    expect(rulesOf(plain, "role", "argo_argo-workflows-server")).toEqual([
      {
        api_groups: [""],
        resources: ["configmaps"],
        resource_names: ["argo-workflows-workflow-controller-configmap"],
        verbs: ["get"],
      },
    ]);
    expect(rulesOf(full, "role", "argo_argo-workflows-server").slice(1)).toEqual([
      {
        api_groups: [""],
        resources: ["secrets"],
        resource_names: [
          "argo-postgres-credentials",
          "argo-server-sso",
          "sso",
          "argo-login.service-account-token",
          "argo-reader.service-account-token",
          "argo-admin.service-account-token",
        ],
        verbs: ["get"],
      },
      { api_groups: [""], resources: ["secrets"], verbs: ["create"] },
    ]);
  });

  it("let the server read the tokens' Secrets of the environment's version only", () => {
    const json = stackOf(fullEnvironment({ tokens: { version: 3 } }), "workflows");
    const named = allRules(json).flatMap(({ resource_names: names }) => names ?? []);
    expect(named.filter((name) => name.includes("service-account-token"))).toEqual(
      ["login", "reader", "admin", "submitter"].map((name) => `argo-${name}.v3.service-account-token`),
    );
  });

  it("name no Secret of an account that doesn't exist", () => {
    const complete = fullEnvironment();
    const { login } = complete;
    const sso = login.sso && { ...login.sso, adminGroups: [], readerGroups: [] };
    const json = stackOf({ ...complete, login: { ...login, sso } }, "workflows");
    const named = rulesOf(json, "role", "argo_argo-workflows-server").flatMap(
      (one) => one.resource_names ?? [],
    );
    expect(named.filter((name) => name.endsWith(".service-account-token"))).toEqual([
      "argo-login.service-account-token",
    ]);
  });

  it("let the server look for people's accounts only with SSO, and change workflows only without any login", () => {
    const verbsOn = (json: TerraformJson, kind: string) =>
      rulesOf(json, "cluster_role", "argo-workflows-server")
        .filter(({ resources }) => resources.includes(kind))
        .flatMap(({ verbs }) => verbs);
    expect(verbsOn(plain, "serviceaccounts")).toEqual([]);
    expect(verbsOn(full, "serviceaccounts")).toEqual(["get", "list", "watch"]);
    expect(verbsOn(full, "workflows")).toEqual(["get", "list", "watch"]);
    const open = stackOf(environment({ login: { modes: ["server"], allowAnonymous: true } }), "workflows");
    expect(verbsOn(open, "workflows")).toContain("create");
  });

  it("let administrators change workflows of teams, and nothing in argo", () => {
    const bindings = full.resource.kubernetes_role_binding_v1 ?? {};
    expect(Object.keys(bindings).sort()).toEqual([
      "argo_argo-workflows-server",
      "team-backend_argo-admin",
      "team-backend_argo-reader-logs",
      "team-data_argo-admin",
      "team-data_argo-reader-logs",
    ]);
    const cluster = full.resource.kubernetes_cluster_role_binding_v1 ?? {};
    expect(Object.keys(cluster).sort()).toEqual(["argo-login", "argo-reader", "argo-workflows-server"]);
    for (const id of ["argo-login", "argo-reader"])
      for (const rule of rulesOf(full, "cluster_role", id))
        expect(rule.verbs).toEqual(["get", "list", "watch"]);
  });
});
