import { complaints, edited } from "../../fixtures/environment-file";

const told = (teams: string) => complaints(edited({ teams }));

describe("artifacts", () => {
  it("move to Intelligent-Tiering before they are deleted", () => {
    const days = (tiering: string, retention: string) =>
      complaints(
        edited({ "artifacts.intelligentTieringDays": tiering, "artifacts.retentionDays": retention }),
      );
    expect(days("6", "7")).toEqual([]);
    expect(days("7", "7")).toEqual([
      "artifacts.intelligentTieringDays: 7 must be less than retentionDays (7)",
    ]);
  });
});

describe("a team's namespace", () => {
  it("is nobody else's", () => {
    expect(told("{ a: { namespace: one }, b: { namespace: two } }")).toEqual([]);
    expect(told("{ a: { namespace: one }, b: { namespace: one } }")).toEqual([
      `teams.b.namespace: "one" puts the team into namespace one, which belongs to team a`,
    ]);
  });

  it("is nobody else's by default either", () => {
    expect(told("{ a: {}, b: { namespace: team-a } }")).toEqual([
      `teams.b.namespace: "team-a" puts the team into namespace team-a, which belongs to team a`,
    ]);
    expect(told("{ b: { namespace: team-a }, a: {} }")).toEqual([
      "teams.a: a map puts the team into namespace team-a, which belongs to team b",
    ]);
  });

  it.each(["argo", "default", "kube-system", "kube-x"])("is not %s", (namespace) => {
    expect(told(`{ a: { namespace: ${namespace} } }`)).toEqual([
      `teams.a.namespace: "${namespace}" puts the team into namespace ${namespace}, which is reserved; no team can run workflows there`,
    ]);
  });

  it.each(["argo-a", "defaults", "kube", "kubeflow", "database"])("may be %s", (namespace) => {
    expect(told(`{ a: { namespace: ${namespace} } }`)).toEqual([]);
  });
});

describe("a team's repositories", () => {
  it("are for teams that build images", () => {
    expect(told("{ a: { buildsImages: true, repositories: [ab] } }")).toEqual([]);
    expect(told("{ a: { repositories: [ab] } }")).toEqual([
      "teams.a.repositories: a list has no effect while buildsImages is false; set buildsImages: true, or remove the list",
    ]);
    expect(told("{ a: { buildsImages: true } }")).toEqual([]);
  });

  it("are nobody else's", () => {
    expect(
      told(
        "{ a: { buildsImages: true, repositories: [ab, cd] }, b: { buildsImages: true, repositories: [ef, cd] } }",
      ),
    ).toEqual([
      `teams.b.repositories[1]: "cd" belongs to team a; a team can push only to its own repositories`,
    ]);
  });

  it("take 8000 characters in a policy at most, for a role's policy is bounded", () => {
    // Each takes 200 characters as "arn:aws:ecr:eu-central-1:123456789012:repository/<148 characters>",
    const names = Array.from({ length: 40 }, (_, index) => `r${String(index).padStart(147, "0")}`);
    const told40 = (last: string) =>
      told(`{ a: { buildsImages: true, repositories: [${[...names.slice(1), last].join(", ")}] } }`);
    expect(told40("x".repeat(148))).toEqual([]);
    expect(told40("x".repeat(149))).toEqual([
      "teams.a.repositories: a list takes 8001 characters in the policy of the team's role; the limit is 8000",
    ]);
  });
});
