import { complaints, edited } from "../../fixtures/environment-file";

describe("server", () => {
  it("is refused for a request beyond the limit", () => {
    expect(complaints(edited({ "server.resources.requests.memory": "3Gi" }))).toEqual([
      'server.resources.requests.memory: "3Gi" is more than limits.memory (1Gi); lower it, or raise limits.memory',
    ]);
  });
});
