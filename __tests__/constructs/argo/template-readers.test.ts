import { resource } from "../../fixtures/synthesis";
import { all, tenancy } from "../../fixtures/tenancy";

const readers = (json: ReturnType<typeof tenancy>) =>
  resource(json, "kubernetes_cluster_role_binding_v1", "template-readers");

describe("TemplateReaders", () => {
  it("shows templates to the teams' submitters and to Backstage", () => {
    expect(readers(tenancy())).toMatchObject({
      role_ref: { kind: "ClusterRole", name: "argo-template-reader" },
      subject: [
        { kind: "ServiceAccount", namespace: "team-alpha", name: "argo-submitter" },
        { kind: "ServiceAccount", namespace: "team-beta", name: "argo-submitter" },
        { kind: "ServiceAccount", namespace: "argo", name: "argo-backstage" },
        { kind: "ServiceAccount", namespace: "argo", name: "argo-backstage-team-alpha" },
        { kind: "ServiceAccount", namespace: "argo", name: "argo-backstage-team-beta" },
      ],
    });
  });

  it("creates the role without a binding if nobody gets it", () => {
    const json = tenancy({ backstage: { enabled: false }, teams: { a: {} } });
    expect(all(json, "kubernetes_cluster_role_v1")).toHaveProperty("template-readers");
    expect(json.resource).not.toHaveProperty("kubernetes_cluster_role_binding_v1");
  });
});
