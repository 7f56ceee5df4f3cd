import { environment, resource, stackOf } from "../../fixtures/synthesis";

describe("SigningSettings", () => {
  const trusted = "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const stack = stackOf(
    environment({
      teams: {
        a: {
          buildsImages: true,
          repositories: ["a/app"],
          signing: { trusts: { "https://argo.dev.example.com/team-a": trusted } },
        },
        b: {},
      },
    }),
    "tenancy",
  );
  const settings = (namespace: string) =>
    resource(stack, "kubernetes_config_map_v1", `${namespace}_signing`) as {
      data: Record<string, string>;
    };

  it("name the builder, its key, and every builder whose signatures count", () => {
    expect(settings("team-a").data).toEqual({
      builder: "https://argo.example.com/team-a",
      key: "awskms:///alias/test-argo-signing-team-a",
      keys: JSON.stringify({
        "https://argo.example.com/team-a": "awskms:///alias/test-argo-signing-team-a",
        "https://argo.dev.example.com/team-a": `awskms:///${trusted}`,
      }),
    });
  });

  it("exist without keys for a team that signs nothing, so that templates can say so", () => {
    expect(settings("team-b").data).toEqual({
      builder: "https://argo.example.com/team-b",
      key: "",
      keys: "{}",
    });
  });
});
