import { complaints, edited } from "../../fixtures/environment-file";

describe("executor", () => {
  it("is refused for a request beyond the limit", () => {
    expect(complaints(edited({ "executor.resources.requests.memory": "3Gi" }))).toEqual([
      'executor.resources.requests.memory: "3Gi" is more than limits.memory (512Mi); lower it, or raise limits.memory',
    ]);
  });
});
