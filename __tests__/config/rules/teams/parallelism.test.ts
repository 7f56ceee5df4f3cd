import { complaints, complaintsOf, edited } from "../../../fixtures/environment-file";
import { tenancyEnvironment } from "../../../fixtures/tenancy";

/** The problems of an environment with team a. */
const complaintsWith = (team: Record<string, unknown>) =>
  complaintsOf(() => tenancyEnvironment({ teams: { a: team } }));

describe("parallelism", () => {
  it("can't be more than the cluster's", () => {
    const controller = { parallelism: 20 };
    const complaints = (parallelism: number) =>
      complaintsOf(() => tenancyEnvironment({ controller, teams: { a: { parallelism } } }));
    expect(complaints(20)).toEqual([]);
    expect(complaints(21)).toEqual([
      "teams.a.parallelism: 21 is more than the whole cluster can run at the same time (controller.parallelism: 20)",
    ]);
  });

  it("adds up to the cluster's, unless the file sets that", () => {
    const runs = (changes: Record<string, unknown>) => tenancyEnvironment(changes).controller.parallelism;
    expect(runs({ teams: {} })).toBe(10);
    expect(runs({ teams: { a: {}, b: { parallelism: 15 } } })).toBe(25);
    expect(runs({ controller: { parallelism: 7 }, teams: { a: {}, b: {} } })).toBe(7);
  });

  it("can't be more than the pods of the quota", () => {
    expect(complaintsWith({ parallelism: 5, quota: { pods: 5 } })).toEqual([]);
    expect(complaintsWith({ parallelism: 6, quota: { pods: 5 } })).toEqual([
      "teams.a.parallelism: 6 is more than the number of pods that can exist at the same time (quota.pods: 5)",
    ]);
  });
});

describe("parallelism in the complete file", () => {
  it("is refused for more running workflows than can exist", () => {
    expect(
      complaints(edited({ "teams.backend.parallelism": "5", "teams.backend.quota.workflows": "4" })),
    ).toEqual([
      "teams.backend.parallelism: 5 is more than the number of workflows that can exist at the same time (quota.workflows: 4)",
    ]);
  });
});
