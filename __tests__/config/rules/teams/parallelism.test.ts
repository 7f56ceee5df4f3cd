import { complaintsOf } from "../../../fixtures/environment-file";
import { tenancyEnvironment } from "../../../fixtures/tenancy";

/** The problems of an environment with team a. */
const complaintsWith = (team: Record<string, unknown>) =>
  complaintsOf(() => tenancyEnvironment({ teams: { a: team } }));

describe("parallelism", () => {
  it("can't be more than the cluster's", () => {
    expect(complaintsWith({ parallelism: 20 })).toEqual([]);
    expect(complaintsWith({ parallelism: 21 })).toEqual([
      "teams.a.parallelism: 21 is more than the whole cluster can run at the same time (controller.parallelism: 20)",
    ]);
  });

  it("can't be more than the pods of the quota", () => {
    expect(complaintsWith({ parallelism: 5, quota: { pods: 5 } })).toEqual([]);
    expect(complaintsWith({ parallelism: 6, quota: { pods: 5 } })).toEqual([
      "teams.a.parallelism: 6 is more than the number of pods that can exist at the same time (quota.pods: 5)",
    ]);
  });
});
