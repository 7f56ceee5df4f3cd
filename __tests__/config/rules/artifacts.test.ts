import { complaints, edited } from "../../fixtures/environment-file";

describe("artifacts", () => {
  it("must move to Intelligent-Tiering before they are deleted", () => {
    const days = (tiering: string, retention: string) =>
      complaints(
        edited({ "artifacts.intelligentTieringDays": tiering, "artifacts.retentionDays": retention }),
      );
    expect(days("6", "7")).toEqual([]);
    expect(days("7", "7")).toEqual([
      "artifacts.intelligentTieringDays: 7 must be less than retentionDays (7)",
    ]);
  });
});
