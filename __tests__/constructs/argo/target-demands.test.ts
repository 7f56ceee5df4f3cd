import { resource } from "../../fixtures/synthesis";
import { tenancy } from "../../fixtures/tenancy";

const demands = (team: Record<string, unknown>, targets: Record<string, unknown> = {}) =>
  resource(tenancy({ teams: { a: team }, targets }), "kubernetes_config_map_v1", "team-a_targets") as {
    data: Record<string, string>;
  };

describe("TargetDemands", () => {
  it("lists no target for a team that deploys nowhere", () => {
    expect(demands({}).data).toEqual({ targets: "" });
  });

  it("says what each target demands, by namespace", () => {
    const targets = {
      live: {
        namespace: "shop",
        allows: ["rollouts"],
        requires: {
          signature: true,
          builtFrom: ["https://git.example.com/shop"],
          approval: { groups: ["releases", "Release leads"], count: 2 },
        },
        frozen: "inventory",
      },
    };
    expect(
      demands({ buildsImages: true, repositories: ["shop"], deployTo: ["live", "test"] }, targets).data,
    ).toEqual({
      targets: "shop, test",
      "demands.shop":
        '{"signature":true,"repositories":["https://git.example.com/shop"],"approvals":2,"groups":"releases, Release leads"}',
      "demands.test": '{"signature":false,"repositories":[],"approvals":0,"groups":""}',
      "frozen.shop": "inventory",
    });
  });
});
