import { complaintsOf } from "../../../fixtures/environment-file";
import { tenancyEnvironment } from "../../../fixtures/tenancy";

const complaints = (changes: Record<string, unknown>) => complaintsOf(() => tenancyEnvironment(changes));

describe("groups", () => {
  it("need the login mode sso", () => {
    const groups = { teams: { a: { groups: ["x"] } } };
    expect(complaints(groups)).toEqual([]);
    expect(complaints({ ...groups, login: { modes: ["client"] } })).toEqual([
      "teams.a.groups: a list has no effect while login.modes lacks sso; add sso there, or remove the list",
    ]);
  });

  it("belong to one team only", () => {
    expect(
      complaints({ teams: { a: { groups: ["x"] }, b: { groups: ["y", "x"] }, c: { groups: ["x"] } } }),
    ).toEqual([
      `teams.b.groups[1]: "x" is already a group of team a; its members would run workflows in both namespaces`,
      `teams.c.groups[0]: "x" is already a group of team a; its members would run workflows in both namespaces`,
    ]);
  });
});
