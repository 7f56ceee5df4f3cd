import { complaints, complaintsOf, edited } from "../../../fixtures/environment-file";
import { tenancyEnvironment } from "../../../fixtures/tenancy";

const complaintsWith = (teams: string) => complaints(edited({ teams }));
const complaintsIn = (changes: Record<string, unknown>) => complaintsOf(() => tenancyEnvironment(changes));

describe("namespace", () => {
  it("belongs to one team only", () => {
    expect(complaintsWith("{ a: { namespace: one }, b: { namespace: two } }")).toEqual([]);
    expect(complaintsWith("{ a: { namespace: one }, b: { namespace: one } }")).toEqual([
      `teams.b.namespace: "one" puts the team into namespace one, which belongs to team a`,
    ]);
  });

  it("belongs to one team only, even by default", () => {
    expect(complaintsWith("{ a: {}, b: { namespace: team-a } }")).toEqual([
      `teams.b.namespace: "team-a" puts the team into namespace team-a, which belongs to team a`,
    ]);
    expect(complaintsWith("{ b: { namespace: team-a }, a: {} }")).toEqual([
      "teams.a: a map puts the team into namespace team-a, which belongs to team b",
    ]);
  });

  it.each(["argo", "default", "kube-system", "kube-x"])("can't be %s", (namespace) => {
    expect(complaintsWith(`{ a: { namespace: ${namespace} } }`)).toEqual([
      `teams.a.namespace: "${namespace}" puts the team into namespace ${namespace}, which is reserved; no team can run workflows there`,
    ]);
  });

  it.each(["argo-a", "defaults", "kube", "kubeflow", "database"])("can be %s", (namespace) => {
    expect(complaintsWith(`{ a: { namespace: ${namespace} } }`)).toEqual([]);
  });

  it("can't be the one that Backstage or Prometheus runs in", () => {
    expect(complaintsIn({ teams: { a: { namespace: "backstage" } } })).toEqual([
      `teams.a.namespace: "backstage" puts the team into namespace backstage, where Backstage runs`,
    ]);
    expect(complaintsIn({ backstage: { enabled: false }, teams: { a: { namespace: "backstage" } } })).toEqual(
      [],
    );
    expect(complaintsIn({ monitoring: { namespace: "team-a" }, teams: { a: {} } })).toEqual([
      "teams.a: a map puts the team into namespace team-a, where Prometheus runs",
    ]);
  });
});
