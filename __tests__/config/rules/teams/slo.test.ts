import { complaints, edited } from "../../../fixtures/environment-file";
import { alertsOn } from "../../../fixtures/fields";

describe("slo of a team", () => {
  it("needs the alerts that watch it", () => {
    expect(complaints(edited({ ...alertsOn, "teams.backend.slo": "{ success: 99 }" }))).toEqual([]);
    expect(complaints(edited({ "teams.backend.slo": "{ success: 99 }" }))).toEqual([
      "teams.backend.slo: a map has no effect while monitoring.rules is false; remove it",
    ]);
  });
});
