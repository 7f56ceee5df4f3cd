import { executorTokenPatch } from "../../config/executor-token";
import { podSpecPatch, podSpecPatchesIn } from "../../config/pod-spec-patch";
import { environment } from "../fixtures/synthesis";

const taint = { key: "example.com/gpu", value: "true", effect: "NoSchedule" };
const teams = {
  data: {},
  gpu: { scheduling: { nodeSelector: { "example.com/gpu": "a100" }, tolerations: [taint] } },
  plain: { scheduling: { nodeSelector: {}, tolerations: [] } },
};
const scheduling = {
  workflowNodeSelector: { "example.com/pool": "workflows" },
  workflowTolerations: [{ key: "workflows" }],
};
const everything = environment({ teams, scheduling });

/** What Argo makes of the text in a namespace: it replaces the expression by the value of its map. */
function evaluated(patch: string, namespace: string): string {
  return patch.replace(/\{\{= (\{.*?\})\[workflow\.namespace\] \?\? '' \}\}/, (_, map: string) => {
    const found = [...map.matchAll(/'([^']*)': '([^']*)'/g)].find(([, key]) => key === namespace);
    return found?.[2] ?? "";
  });
}

const nodesIn = (namespace: string, of = everything) => {
  const patch = JSON.parse(evaluated(podSpecPatch(of), namespace)) as Record<string, unknown>;
  const { nodeSelector, tolerations, ...rest } = patch;
  expect(rest).toEqual(JSON.parse(executorTokenPatch));
  return { nodeSelector, tolerations };
};

describe("podSpecPatch", () => {
  it("is the executor's token alone while no team has nodes of its own", () => {
    const without = environment({ teams: { data: {} }, scheduling });
    expect(podSpecPatch(without)).toBe(executorTokenPatch);
    expect(podSpecPatchesIn(without)).toEqual([]);
  });

  it("gives each team its nodes in place of the common ones, and leaves the others alone", () => {
    expect(nodesIn("team-gpu")).toEqual({
      nodeSelector: { "example.com/pool": null, "example.com/gpu": "a100" },
      tolerations: [{ key: "example.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" }],
    });
    expect(nodesIn("team-plain")).toEqual({ nodeSelector: { "example.com/pool": null }, tolerations: [] });
    expect(nodesIn("team-data")).toEqual({});
  });

  it("leaves to the templates what the team doesn't set", () => {
    const only = (own: object) => nodesIn("team-a", environment({ teams: { a: { scheduling: own } } }));
    expect(only({ nodeSelector: { pool: "a" } })).toEqual({ nodeSelector: { pool: "a" } });
    expect(only({ tolerations: [{ key: "a" }] })).toEqual({
      tolerations: [{ key: "a", operator: "Exists" }],
    });
  });

  it("tolerates Spot nodes in the Spot profile", () => {
    const spot = environment({ teams, scheduling, workflows: { spot: true } });
    expect(nodesIn("team-plain", spot).tolerations).toEqual([
      { key: "karpenter.sh/capacity-type", operator: "Equal", value: "spot", effect: "NoSchedule" },
    ]);
  });

  it("ends its expression with the first two braces, as Argo reads it", () => {
    const patch = podSpecPatch(everything);
    expect(patch.match(/\{\{/g)).toHaveLength(1);
    const expression = patch.slice(patch.indexOf("{{"));
    expect(expression.slice(expression.indexOf("}}"))).toBe("}} }");
  });

  it("knows what Argo makes of it in each namespace", () => {
    const known = podSpecPatchesIn(everything).flatMap(({ namespaces, patch }) =>
      namespaces.map((namespace) => [namespace, patch] as const),
    );
    expect(known.map(([namespace]) => namespace).sort()).toEqual(["team-data", "team-gpu", "team-plain"]);
    for (const [namespace, patch] of known)
      expect(patch).toBe(evaluated(podSpecPatch(everything), namespace));
  });
});
