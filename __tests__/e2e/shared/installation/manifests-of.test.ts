import { manifestsOf } from "../../../../e2e/shared/installation/manifests-of";
import { tenancy } from "../../../fixtures/tenancy";

const one = (type: string, block: Record<string, unknown>) =>
  manifestsOf({ resource: { [type]: { x: block } } })[0];

describe("manifestsOf", () => {
  it("converts Terraform's names to those of Kubernetes, and drops Terraform's own arguments", () => {
    expect(
      one("kubernetes_role_binding_v1", {
        "//": { metadata: {} },
        depends_on: ["kubernetes_role_v1.x"],
        lifecycle: { prevent_destroy: true },
        metadata: { name: "a", namespace: "n" },
        role_ref: { api_group: "rbac.authorization.k8s.io", kind: "Role", name: "a" },
        subject: [{ kind: "ServiceAccount", name: "a", namespace: "n" }],
      }),
    ).toEqual({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "a", namespace: "n" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "a" },
      subjects: [{ kind: "ServiceAccount", name: "a", namespace: "n" }],
    });
  });

  it("keeps the keys of labels, annotations, data and quantities", () => {
    const map = { a_b: "1", "x.io/y_z": "2" };
    expect(
      one("kubernetes_config_map_v1", { metadata: { name: "a", labels: map, annotations: map }, data: map }),
    ).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "a", labels: map, annotations: map },
      data: map,
    });
    expect(
      one("kubernetes_limit_range_v1", {
        metadata: { name: "a" },
        spec: { limit: [{ default_request: map, type: "Container" }] },
      }),
    ).toEqual({
      apiVersion: "v1",
      kind: "LimitRange",
      metadata: { name: "a" },
      spec: { limits: [{ defaultRequest: map, type: "Container" }] },
    });
  });

  it("writes ports of policies as numbers, and their names as names", () => {
    const ports = (port: string) => [{ port, protocol: "TCP" }];
    expect(
      one("kubernetes_network_policy_v1", {
        metadata: { name: "a" },
        spec: {
          pod_selector: {},
          policy_types: ["Egress"],
          egress: [{ ports: ports("443") }, { ports: ports("web") }],
        },
      }),
    ).toMatchObject({
      spec: {
        podSelector: {},
        policyTypes: ["Egress"],
        egress: [{ ports: [{ port: 443 }] }, { ports: [{ port: "web" }] }],
      },
    });
  });

  it("names the default service account, which Terraform leaves out", () => {
    expect(
      one("kubernetes_default_service_account_v1", {
        metadata: { namespace: "n" },
        automount_service_account_token: false,
      }),
    ).toEqual({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "default", namespace: "n" },
      automountServiceAccountToken: false,
    });
  });

  it("undoes Terraform's escapes", () => {
    expect(
      one("kubernetes_config_map_v1", { metadata: { name: "a" }, data: { k: "$${x} %%{y} $z {{w}}" } }),
    ).toMatchObject({
      data: { k: "${x} %{y} $z {{w}}" },
    });
  });

  it("refuses a reference, which only Terraform resolves", () => {
    expect(() =>
      one("kubernetes_config_map_v1", { metadata: { name: "a" }, data: { k: "${var.x}" } }),
    ).toThrow('a reference stands in "${var.x}"; only Terraform can resolve it');
  });

  it("refuses a type of the Kubernetes provider that it doesn't know", () => {
    expect(() => one("kubernetes_daemonset", {})).toThrow("no manifest is known for kubernetes_daemonset");
  });

  it("returns the manifests of releases of the local chart, and leaves other releases to Helm", () => {
    const values = [
      'manifests:\n  secret/n/a:\n    kind: Secret\n    apiVersion: v1\n    metadata: { name: "$${a}" }\n',
    ];
    expect(one("helm_release", { chart: "./assets/manifests/ABC", values })).toEqual({
      kind: "Secret",
      apiVersion: "v1",
      metadata: { name: "${a}" },
    });
    expect(one("helm_release", { chart: "argo-workflows", values: ["server: {}"] })).toBeUndefined();
  });

  it("leaves other providers' resources to Terraform", () => {
    expect(one("aws_s3_bucket", { bucket: "a" })).toBeUndefined();
  });

  it("puts namespaces first, and accounts before objects that name them", () => {
    const kinds = manifestsOf(tenancy()).map(({ kind }) => kind);
    expect([...new Set(kinds)]).toEqual([
      "Namespace",
      "ResourceQuota",
      "LimitRange",
      "ServiceAccount",
      "ConfigMap",
      "ClusterRole",
      "ClusterRoleBinding",
      "Role",
      "RoleBinding",
      "NetworkPolicy",
      "ValidatingAdmissionPolicy",
      "ValidatingAdmissionPolicyBinding",
      "Secret",
    ]);
  });
});
