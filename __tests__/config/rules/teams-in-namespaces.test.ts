import { EnvironmentFileError } from "../../../config/load";
import { tenancyEnvironment } from "../../fixtures/tenancy";

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
  const filledIn = (team: Record<string, unknown>) =>
    tenancyEnvironment({ teams: { a: team } }).teams[0]?.containers;
  const usual = { request: size("100m", "128Mi"), default: size("500m", "512Mi"), max: size("8", "32Gi") };

  it("have defaults", () => {
    expect(filledIn({})).toEqual(usual);
    expect(filledIn({ containers: { max: { cpu: "2" } } })).toEqual({ ...usual, max: size("2", "32Gi") });
  });

  it("shrink with the quota where the file leaves them out", () => {
    expect(filledIn({ quota: { cpu: "7999m", memory: "31Gi" } })).toEqual({
      ...usual,
      max: size("7999m", "31Gi"),
    });
    const little = {
      request: size("100m", "128Mi"),
      default: size("500m", "512Mi"),
      max: size("500m", "512Mi"),
    };
    expect(filledIn({ quota: { cpu: "500m", memory: "512Mi" } })).toEqual(little);
  });

  it("shrink with a smaller limit or default next to them", () => {
    const least = { default: size("50m", "64Mi") };
    expect(filledIn({ containers: least })).toEqual({ ...usual, ...least, request: size("50m", "64Mi") });
  });

  it("rise from request over default to max", () => {
    const same = size("1", "1Gi");
    expect(told({ containers: { request: same, default: same, max: same } })).toEqual([]);
    expect(told({ containers: { request: size("1001m", "1025Mi"), default: same } })).toEqual([
      `teams.a.containers.request.cpu: "1001m" is more than containers.default.cpu (1); lower it, or raise containers.default.cpu`,
      `teams.a.containers.request.memory: "1025Mi" is more than containers.default.memory (1Gi); lower it, or raise containers.default.memory`,
    ]);
    expect(told({ containers: { default: size("2", "2Gi"), max: same } })).toEqual([
      `teams.a.containers.default.cpu: "2" is more than containers.max.cpu (1); lower it, or raise containers.max.cpu`,
      `teams.a.containers.default.memory: "2Gi" is more than containers.max.memory (1Gi); lower it, or raise containers.max.memory`,
    ]);
  });

  it("leave room for the largest container in the namespace", () => {
    const largest = { max: size("8", "32Gi") };
    expect(told({ quota: { cpu: "8", memory: "32Gi" }, containers: largest })).toEqual([]);
    expect(told({ quota: { cpu: "7999m", memory: "31Gi" }, containers: largest })).toEqual([
      `teams.a.containers.max.cpu: "8" is more than quota.cpu (7999m); lower it, or raise quota.cpu`,
      `teams.a.containers.max.memory: "32Gi" is more than quota.memory (31Gi); lower it, or raise quota.memory`,
    ]);
  });

  it("leave room for Argo's own containers", () => {
    const tooLittle = (field: string, shown: string, needed: string) =>
      `teams.a.${field}: "${shown}" is less than Argo's own containers need (${needed})`;
    expect(told({ containers: { max: size("500m", "512Mi") } })).toEqual([]);
    expect(told({ containers: { max: size("499m", "511Mi"), default: size("50m", "64Mi") } })).toEqual([
      tooLittle("containers.max.cpu", "499m", "500m"),
      tooLittle("containers.max.memory", "511Mi", "512Mi"),
    ]);
    expect(told({ quota: { cpu: "499m", memory: "511Mi" } })).toEqual([
      tooLittle("quota.cpu", "499m", "500m"),
      tooLittle("quota.memory", "511Mi", "512Mi"),
    ]);
  });
});

describe("a team's parallelism", () => {
  it("is no more than the cluster's", () => {
    expect(told({ parallelism: 20 })).toEqual([]);
    expect(told({ parallelism: 21 })).toEqual([
      "teams.a.parallelism: 21 is more than the whole cluster can run at the same time (controller.parallelism: 20)",
    ]);
  });

  it("is no more than the pods of its quota", () => {
    expect(told({ parallelism: 5, quota: { pods: 5 } })).toEqual([]);
    expect(told({ parallelism: 6, quota: { pods: 5 } })).toEqual([
      "teams.a.parallelism: 6 is more than the number of pods that can exist at the same time (quota.pods: 5)",
    ]);
  });
});

describe("a team's groups", () => {
  it("need a login by SSO", () => {
    const groups = { teams: { a: { groups: ["x"] } } };
    expect(complaints(groups)).toEqual([]);
    expect(complaints({ ...groups, login: { modes: ["client"] } })).toEqual([
      "teams.a.groups: a list has no effect while login.modes lacks sso; add sso there, or remove the list",
    ]);
  });

  it("are no other team's", () => {
    expect(
      complaints({ teams: { a: { groups: ["x"] }, b: { groups: ["y", "x"] }, c: { groups: ["x"] } } }),
    ).toEqual([
      `teams.b.groups[1]: "x" is already a group of team a; its members would run workflows in both namespaces`,
      `teams.c.groups[0]: "x" is already a group of team a; its members would run workflows in both namespaces`,
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

describe("the cluster's service range", () => {
  it("holds the addresses of the API server and of DNS", () => {
    expect(complaints({ cluster: { serviceCidr: "10.100.0.0/28" } })).toEqual([]);
    expect(complaints({ cluster: { serviceCidr: "10.100.0.0/29" } })).toEqual([
      `cluster.serviceCidr: "10.100.0.0/29" must have at least 16 addresses, such as 172.20.0.0/16`,
    ]);
  });

  it("is written by its first address, as every range", () => {
    const first = "must begin with the first address of the range, as 10.0.0.0/16 does";
    expect(complaints({ cluster: { serviceCidr: "10.100.0.1/16" } })).toEqual([
      `cluster.serviceCidr: "10.100.0.1/16" ${first}`,
    ]);
    expect(complaints({ network: { vpcCidrs: ["10.0.0.0/8", "10.1.2.3/16"] } })).toEqual([
      `network.vpcCidrs[1]: "10.1.2.3/16" ${first}`,
    ]);
    expect(complaints({ network: { vpcCidrs: ["10.0.0.0/33"] } })).toHaveLength(1);
  });
});
