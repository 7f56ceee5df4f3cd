import { retentionDaysRules } from "../../../../config/rules/teams/retention-days";
import type { Draft } from "../../../../config/rules/violation";
import { complaints, edited, type Edits } from "../../../fixtures/environment-file";

const complaintsWith = (days: string, edits: Edits = {}) =>
  complaints(edited({ "artifacts.retentionDays": "30", "teams.backend.retentionDays": days, ...edits }));
const field = "teams.backend.retentionDays";

describe("retentionDays of a team", () => {
  it("is at most that of the bucket, which deletes everything", () => {
    expect(complaintsWith("30")).toEqual([]);
    expect(complaintsWith("31")).toEqual([
      `${field}: 31 is more than artifacts.retentionDays (30), after which S3 deletes everything; raise that, and set retentionDays of the other teams`,
    ]);
  });

  it("is longer than artifacts wait for their storage class", () => {
    const tiering = { "artifacts.intelligentTieringDays": "7" };
    expect(complaintsWith("8", tiering)).toEqual([]);
    expect(complaintsWith("7", tiering)).toEqual([
      `${field}: 7 must be more than artifacts.intelligentTieringDays (7)`,
    ]);
  });

  it("is as long as a workflow runs and stays", () => {
    expect(complaintsWith("1")).toEqual([]);
    expect(complaintsWith("1", { "workflows.ttl.afterFailureSeconds": "86401" })).toEqual([
      `${field}: 1 deletes artifacts and logs of a workflow that workflows.ttl.afterFailureSeconds keeps longer (86401 seconds); raise it, or lower workflows.ttl.afterFailureSeconds`,
    ]);
  });

  it("is in no more teams than S3 takes rules", () => {
    const teams = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, { retentionDays: 1 }]));
    const found = (count: number) =>
      retentionDaysRules({ name: "dev", teams: teams(count) } as unknown as Draft);
    expect(found(990)).toEqual([]);
    expect(found(991)).toEqual([
      { path: ["teams"], message: "have retentionDays in 991 teams; S3 takes at most 990 such rules" },
    ]);
  });
});
