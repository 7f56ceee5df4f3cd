import { resource } from "../../fixtures/synthesis";
import { all, tenancy } from "../../fixtures/tenancy";

describe("CacheSettings", () => {
  it("says which revisions are trusted, and where caches are", () => {
    expect(resource(tenancy(), "kubernetes_config_map_v1", "team-alpha_caches")).toMatchObject({
      data: {
        trusted: "https://git.example.com/alpha/api main\nhttps://git.example.com/alpha/api release/*",
        endpoint: "s3.eu-central-1.amazonaws.com",
        region: "eu-central-1",
        bucket: "test-argo-artifacts-123456789012",
        registry: "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
      },
    });
  });

  it("isn't there for a team that trusts no revision", () => {
    expect(
      Object.keys(all(tenancy(), "kubernetes_config_map_v1")).filter((id) => id.endsWith("_caches")),
    ).toEqual(["team-alpha_caches"]);
  });
});
