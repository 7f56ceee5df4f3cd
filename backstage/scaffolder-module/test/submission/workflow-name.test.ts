import { workflowName } from "../../src/submission/workflow-name";

const identity = {
  taskId: "t",
  stepId: "s",
  content: { namespace: "team-a", parameters: { a: "1", b: "2" } },
};

describe("workflowName", () => {
  it("is the same for the same submission, whatever the order of its parameters", () => {
    const again = { ...identity, content: { parameters: { b: "2", a: "1" }, namespace: "team-a" } };
    expect(workflowName("build-", again)).toBe(workflowName("build-", identity));
    expect(workflowName("build-", identity)).toMatch(/^build-w[0-9a-f]{12}$/);
  });

  it.each([
    ["task", { ...identity, taskId: "u" }],
    ["step", { ...identity, stepId: "u" }],
    ["parameter", { ...identity, content: { namespace: "team-a", parameters: { a: "1", b: "3" } } }],
  ])("differs with the %s", (_, other) => {
    expect(workflowName("build-", other)).not.toBe(workflowName("build-", identity));
  });

  it("fits a label, and is a name that Kubernetes accepts", () => {
    const name = workflowName(`${"long-".repeat(30)}-`, identity);
    expect(name.length).toBeLessThanOrEqual(63);
    expect(name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
  });

  it.each(["Build-", "-build", "b_", "", "a b"])("refuses %j", (prefix) => {
    expect(() => workflowName(prefix, identity)).toThrow("generateName is");
  });
});
