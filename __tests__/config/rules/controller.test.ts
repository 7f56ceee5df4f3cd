import { complaints, edited } from "../../fixtures/environment-file";

describe("controller", () => {
  it("is refused for a namespace with more workflows than the cluster", () => {
    expect(complaints(edited({ "controller.namespaceParallelism": "21" }))).toEqual([
      "controller.namespaceParallelism: 21 is more than the whole cluster can run at the same time (controller.parallelism: 20)",
    ]);
  });

  it("is refused for a burst below the rate", () => {
    expect(complaints(edited({ "controller.qps": "50", "controller.burst": "49" }))).toEqual([
      "controller.burst: 49 is less than qps (50); raise it, or leave it out",
    ]);
  });

  it("is refused for requests beyond the limits", () => {
    const resources = {
      "controller.resources.requests.memory": "2049Mi",
      "controller.resources.requests.cpu": '"2"',
    };
    expect(complaints(edited(resources))).toEqual([
      'controller.resources.requests.cpu: "2" is more than limits.cpu (1); lower it, or raise limits.cpu',
      'controller.resources.requests.memory: "2049Mi" is more than limits.memory (2Gi); lower it, or raise limits.memory',
    ]);
  });
});
