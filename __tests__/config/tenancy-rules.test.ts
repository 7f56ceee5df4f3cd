import { EnvironmentFileError } from "../../config/load";
import { tenancyEnvironment } from "../fixtures/tenancy";

/** What is wrong with an environment, without file and position. */
function complaints(changes: Record<string, unknown>): string[] {
  try {
    tenancyEnvironment(changes);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentFileError)) throw error;
    return error.problems.map((problem) => problem.replace(/^\S+ /, ""));
  }
}
const told = (team: Record<string, unknown>) => complaints({ teams: { a: team } });

describe("sizes of containers", () => {
  const size = (cpu: string, memory: string) => ({ cpu, memory });

  it("rise from request over default to max", () => {
    const same = size("1", "1Gi");
    expect(told({ containers: { request: same, default: same, max: same } })).toEqual([]);
    expect(told({ containers: { request: size("1001m", "1Gi"), default: same } })).toEqual([
      "teams.a.containers: a map has request.cpu 1001m, which is more than default.cpu (1)",
    ]);
    expect(told({ containers: { request: size("1", "1025Mi"), default: same } })).toEqual([
      "teams.a.containers: a map has request.memory 1025Mi, which is more than default.memory (1Gi)",
    ]);
    expect(told({ containers: { max: size("400m", "256Mi") } })).toEqual([
      "teams.a.containers: a map has default.cpu 500m, which is more than max.cpu (400m)",
      "teams.a.containers: a map has default.memory 512Mi, which is more than max.memory (256Mi)",
    ]);
  });

  it("leave room for the largest container in the namespace", () => {
    expect(told({ quota: { cpu: "8", memory: "32Gi" } })).toEqual([]);
    expect(told({ quota: { cpu: "7999m", memory: "31Gi" } })).toEqual([
      "teams.a: a map has containers.max.cpu 8, which is more than quota.cpu (7999m)",
      "teams.a: a map has containers.max.memory 32Gi, which is more than quota.memory (31Gi)",
    ]);
  });
});

describe("a team's parallelism", () => {
  it("is no more than the cluster's", () => {
    expect(told({ parallelism: 20 })).toEqual([]);
    expect(told({ parallelism: 21 })).toEqual([
      "teams.a.parallelism: 21 is more than the whole cluster runs at once (controller.parallelism: 20)",
    ]);
  });

  it("is no more than the pods of its quota", () => {
    expect(told({ parallelism: 5, quota: { pods: 5 } })).toEqual([]);
    expect(told({ parallelism: 6, quota: { pods: 5 } })).toEqual([
      "teams.a.parallelism: 6 is more than the pods that may exist at once (quota.pods: 5)",
    ]);
  });
});

describe("a team's groups", () => {
  it("need a login by SSO", () => {
    const groups = { teams: { a: { groups: ["x"] } } };
    expect(complaints(groups)).toEqual([]);
    expect(complaints({ ...groups, login: { modes: ["client"] } })).toEqual([
      "teams.a.groups: a list has no effect while login.modes lacks sso; add it there, or remove the list",
    ]);
  });

  it("are no other team's", () => {
    expect(
      complaints({ teams: { a: { groups: ["x"] }, b: { groups: ["y", "x"] }, c: { groups: ["x"] } } }),
    ).toEqual([
      `teams.b.groups[1]: "x" is team a's group already; its members would run workflows in both namespaces`,
      `teams.c.groups[0]: "x" is team a's group already; its members would run workflows in both namespaces`,
    ]);
  });
});

describe("a team's namespace", () => {
  it("is not where Backstage or Prometheus runs", () => {
    expect(told({ namespace: "backstage" })).toEqual([
      `teams.a.namespace: "backstage" puts the team into namespace backstage, where Backstage runs`,
    ]);
    expect(complaints({ backstage: { enabled: false }, teams: { a: { namespace: "backstage" } } })).toEqual(
      [],
    );
    expect(complaints({ monitoring: { namespace: "team-a" }, teams: { a: {} } })).toEqual([
      "teams.a: a map puts the team into namespace team-a, where Prometheus runs",
    ]);
  });
});

describe("deployTo", () => {
  it("may name namespaces of applications, also those of another team", () => {
    expect(complaints({ teams: { a: { deployTo: ["shop"] }, b: { deployTo: ["shop"] } } })).toEqual([]);
  });

  it.each(["default", "kube-system", "kube-public"])("refuses %s", (namespace) => {
    expect(told({ deployTo: [namespace] })).toEqual([
      `teams.a.deployTo[0]: "${namespace}" is reserved; deploy to a namespace of the application's own`,
    ]);
  });

  it.each([
    ["argo", "Argo itself"],
    ["backstage", "Backstage"],
    ["monitoring", "Prometheus"],
    ["team-a", "a workflow of team a"],
    ["other", "a workflow of team b"],
  ])("refuses %s, where %s runs", (namespace, tenant) => {
    expect(
      complaints({ teams: { a: { deployTo: ["shop", namespace] }, b: { namespace: "other" } } }),
    ).toEqual([
      `teams.a.deployTo[1]: "${namespace}" is where ${tenant} runs; deploy to a namespace of the application's own`,
    ]);
  });
});

describe("the cluster's service range", () => {
  it("holds the addresses of the API server and of DNS", () => {
    expect(complaints({ cluster: { serviceCidr: "10.100.0.0/28" } })).toEqual([]);
    expect(complaints({ cluster: { serviceCidr: "10.100.0.0/29" } })).toEqual([
      `cluster.serviceCidr: "10.100.0.0/29" must hold at least 16 addresses, such as 172.20.0.0/16`,
    ]);
  });

  it("is written by its first address, as every range", () => {
    const first = "must begin at the range's first address, as 10.0.0.0/16 does";
    expect(complaints({ cluster: { serviceCidr: "10.100.0.1/16" } })).toEqual([
      `cluster.serviceCidr: "10.100.0.1/16" ${first}`,
    ]);
    expect(complaints({ network: { vpcCidrs: ["10.0.0.0/8", "10.1.2.3/16"] } })).toEqual([
      `network.vpcCidrs[1]: "10.1.2.3/16" ${first}`,
    ]);
    expect(complaints({ network: { vpcCidrs: ["10.0.0.0/33"] } })).toHaveLength(1);
  });
});
