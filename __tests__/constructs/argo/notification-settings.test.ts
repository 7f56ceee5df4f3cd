import { resource } from "../../fixtures/synthesis";
import { tenancy } from "../../fixtures/tenancy";

describe("NotificationSettings", () => {
  it("says where a person sees the workflow", () => {
    expect(resource(tenancy(), "kubernetes_config_map_v1", "team-alpha_notifications")).toMatchObject({
      data: { server: "https://argo.example.com" },
    });
  });
});
