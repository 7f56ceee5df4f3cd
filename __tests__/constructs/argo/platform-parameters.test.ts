import { resource } from "../../fixtures/synthesis";
import { tenancy } from "../../fixtures/tenancy";

describe("PlatformParameters", () => {
  it.each([
    ["signing", "signing"],
    ["argo-caches", "caches"],
    ["argo-targets", "targets"],
    ["argo-notifications", "notifications"],
  ])(
    "%s is a ConfigMap of the team from which Argo reads parameters, after its namespace",
    (name, address) => {
      expect(resource(tenancy(), "kubernetes_config_map_v1", `team-alpha_${address}`)).toMatchObject({
        metadata: {
          name,
          namespace: "team-alpha",
          labels: { "aws-argo-infra/team": "alpha", "workflows.argoproj.io/configmap-type": "Parameter" },
        },
        depends_on: ["kubernetes_namespace_v1.team-alpha"],
      });
    },
  );
});
