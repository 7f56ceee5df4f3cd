import { complaints, edited } from "../../fixtures/environment-file";

describe("controller", () => {
  it("is refused for a namespace with more workflows than the cluster", () => {
    expect(complaints(edited({ "controller.namespaceParallelism": "21" }))).toEqual([
      "controller.namespaceParallelism: 21 is more than the whole cluster can run at the same time (controller.parallelism: 20)",
    ]);
  });
});
