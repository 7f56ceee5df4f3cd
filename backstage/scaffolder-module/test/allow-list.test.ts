import { AllowList } from "../src/allow-list";

describe("AllowList", () => {
  it.each([
    ["team-a", "team-a", true],
    ["team-a", "team-ab", false],
    ["team-*", "team-", true],
    ["team-*", "a-team-b", false],
    ["*-build", "team-build", true],
    ["*-build", "team-builds", false],
    ["team-*-build-*", "team-a-build-b", true],
    ["team-*-build-*", "team-build-b", false],
    ["a*a", "a", false],
    ["*", "anything", true],
    ["team.a", "team-a", false],
  ])("%s for %s: %s", (pattern, name, allowed) => {
    expect(new AllowList([pattern]).allows(name)).toBe(allowed);
  });

  it("allows everything without a list, and nothing with an empty one", () => {
    expect(new AllowList(undefined).allows("any")).toBe(true);
    expect(new AllowList([]).allows("any")).toBe(false);
  });

  it("knows a template by its name, or by kind and name", () => {
    const names = ["build", "ClusterWorkflowTemplate/build"];
    expect(new AllowList(["build"]).allows(...names)).toBe(true);
    expect(new AllowList(["ClusterWorkflowTemplate/*"]).allows(...names)).toBe(true);
    expect(new AllowList(["WorkflowTemplate/*"]).allows(...names)).toBe(false);
  });

  it("is fast for patterns that are slow as regular expressions", () => {
    const from = Date.now();
    expect(new AllowList(["*a".repeat(30) + "b"]).allows("a".repeat(5000))).toBe(false);
    expect(Date.now() - from).toBeLessThan(500);
  });
});
