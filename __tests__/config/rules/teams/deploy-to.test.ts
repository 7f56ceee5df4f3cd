import { complaintsOf } from "../../../fixtures/environment-file";
import { tenancyEnvironment } from "../../../fixtures/tenancy";

const complaints = (changes: Record<string, unknown>) => complaintsOf(() => tenancyEnvironment(changes));
/** The problems of an environment with team a. */
const complaintsWith = (team: Record<string, unknown>) =>
  complaintsOf(() => tenancyEnvironment({ teams: { a: team } }));

describe("deployTo", () => {
  it("accepts namespaces of applications, even if another team deploys to them", () => {
    expect(complaints({ teams: { a: { deployTo: ["shop"] }, b: { deployTo: ["shop"] } } })).toEqual([]);
  });

  it.each(["default", "kube-system", "kube-public"])("refuses %s", (namespace) => {
    expect(complaintsWith({ deployTo: [namespace] })).toEqual([
      `teams.a.deployTo[0]: "${namespace}" is reserved; deploy to a namespace of your application`,
    ]);
  });

  it.each([
    ["argo", "Argo itself"],
    ["backstage", "Backstage"],
    ["monitoring", "Prometheus"],
    ["team-a", "team a"],
    ["other", "team b"],
  ])("refuses %s, which belongs to %s", (namespace, tenant) => {
    expect(
      complaints({ teams: { a: { deployTo: ["shop", namespace] }, b: { namespace: "other" } } }),
    ).toEqual([
      `teams.a.deployTo[1]: "${namespace}" belongs to ${tenant}; deploy to a namespace of your application`,
    ]);
  });
});
