import { complaintsOf } from "../../../fixtures/environment-file";
import { tenancyEnvironment } from "../../../fixtures/tenancy";

describe("quota", () => {
  it("limits memory to four times what can be requested, and never to less than that", () => {
    const limits = (quota: Record<string, unknown>) =>
      tenancyEnvironment({ teams: { a: { quota } } }).teams[0]?.quota.memoryLimits;
    expect(limits({ memory: "64Gi" })).toBe("256Gi");
    expect(limits({ memoryLimits: "40Gi" })).toBe("40Gi");
    expect(complaintsOf(() => limits({ memoryLimits: "39Gi" }))).toEqual([
      `teams.a.quota.memoryLimits: "39Gi" is less than quota.memory (40Gi); raise it, or leave it out`,
    ]);
  });
});
