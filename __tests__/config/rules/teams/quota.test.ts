import { complaints, complaintsOf, edited } from "../../../fixtures/environment-file";
import { tenancyEnvironment } from "../../../fixtures/tenancy";

/** The problems of an environment with team a. */
const complaintsWith = (team: Record<string, unknown>) =>
  complaintsOf(() => tenancyEnvironment({ teams: { a: team } }));

describe("containers", () => {
  const size = (cpu: string, memory: string) => ({ cpu, memory });
  const filledIn = (team: Record<string, unknown>) => {
    const containers = tenancyEnvironment({ teams: { a: team } }).teams[0]?.containers;
    return containers && { request: containers.request, default: containers.default, max: containers.max };
  };
  const usual = { request: size("100m", "128Mi"), default: size("500m", "512Mi"), max: size("8", "32Gi") };

  it("have defaults", () => {
    expect(filledIn({})).toEqual(usual);
    expect(filledIn({ containers: { max: { cpu: "2" } } })).toEqual({ ...usual, max: size("2", "32Gi") });
  });

  it("have smaller defaults if the quota is small", () => {
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

  it("have smaller defaults if a larger size is small", () => {
    const least = { default: size("50m", "64Mi") };
    expect(filledIn({ containers: least })).toEqual({ ...usual, ...least, request: size("50m", "64Mi") });
  });

  it("must not shrink from request to default to max", () => {
    const same = size("1", "1Gi");
    expect(complaintsWith({ containers: { request: same, default: same, max: same } })).toEqual([]);
    expect(complaintsWith({ containers: { request: size("1001m", "1025Mi"), default: same } })).toEqual([
      `teams.a.containers.request.cpu: "1001m" is more than containers.default.cpu (1); lower it, or raise containers.default.cpu`,
      `teams.a.containers.request.memory: "1025Mi" is more than containers.default.memory (1Gi); lower it, or raise containers.default.memory`,
    ]);
    expect(complaintsWith({ containers: { default: size("2", "2Gi"), max: same } })).toEqual([
      `teams.a.containers.default.cpu: "2" is more than containers.max.cpu (1); lower it, or raise containers.max.cpu`,
      `teams.a.containers.default.memory: "2Gi" is more than containers.max.memory (1Gi); lower it, or raise containers.max.memory`,
    ]);
  });

  it("must have room for Argo's own containers, of whatever size", () => {
    const executor = { resources: { limits: { cpu: "1", memory: "1Gi" } } };
    const small = { quota: { cpu: "999m", memory: "1Gi" } };
    expect(complaintsOf(() => tenancyEnvironment({ executor, teams: { a: small } }))).toEqual([
      `teams.a.quota.cpu: "999m" is less than Argo's own containers need (1)`,
    ]);
    expect(complaintsWith(small)).toEqual([]);
  });

  it("must fit in the quota", () => {
    const largest = { max: size("8", "32Gi") };
    expect(complaintsWith({ quota: { cpu: "8", memory: "32Gi" }, containers: largest })).toEqual([]);
    expect(complaintsWith({ quota: { cpu: "7999m", memory: "31Gi" }, containers: largest })).toEqual([
      `teams.a.containers.max.cpu: "8" is more than quota.cpu (7999m); lower it, or raise quota.cpu`,
      `teams.a.containers.max.memory: "32Gi" is more than quota.memory (31Gi); lower it, or raise quota.memory`,
    ]);
  });

  it("must leave room for Argo's own containers", () => {
    const tooLittle = (field: string, shown: string, needed: string) =>
      `teams.a.${field}: "${shown}" is less than Argo's own containers need (${needed})`;
    expect(complaintsWith({ containers: { max: size("500m", "512Mi") } })).toEqual([]);
    expect(
      complaintsWith({ containers: { max: size("499m", "511Mi"), default: size("50m", "64Mi") } }),
    ).toEqual([
      tooLittle("containers.max.cpu", "499m", "500m"),
      tooLittle("containers.max.memory", "511Mi", "512Mi"),
    ]);
    expect(complaintsWith({ quota: { cpu: "499m", memory: "511Mi" } })).toEqual([
      tooLittle("quota.cpu", "499m", "500m"),
      tooLittle("quota.memory", "511Mi", "512Mi"),
    ]);
  });
});

describe("containers.ephemeralStorage", () => {
  it("rises from request to limit to maximum to quota", () => {
    const beyond = (kind: string, shown: string, limit: string) =>
      `teams.a.containers.ephemeralStorage.${kind}: "${shown}" is more than ${limit}; lower it, or raise ${limit.split(" ")[0] ?? ""}`;
    const told = (ephemeralStorage: object, quota = {}) =>
      complaintsWith({ quota, containers: { ephemeralStorage } });
    expect(told({ request: "2Gi", default: "2Gi", max: "2Gi" }, { ephemeralStorage: "2Gi" })).toEqual([]);
    expect(told({ request: "11Gi", max: "9Gi" })).toEqual([
      beyond("request", "11Gi", "containers.ephemeralStorage.default (9Gi)"),
    ]);
    expect(told({ default: "11Gi", max: "9Gi" })).toEqual([
      beyond("default", "11Gi", "containers.ephemeralStorage.max (9Gi)"),
    ]);
    expect(told({ max: "100Gi" }, { ephemeralStorage: "99Gi" })).toEqual([
      beyond("max", "100Gi", "quota.ephemeralStorage (99Gi)"),
    ]);
  });

  it("has smaller defaults if the quota is small", () => {
    const quota = { ephemeralStorage: "5Gi" };
    expect(tenancyEnvironment({ teams: { a: { quota } } }).teams[0]?.containers.ephemeralStorage).toEqual({
      request: "256Mi",
      default: "5Gi",
      max: "5Gi",
    });
  });
});

describe("containers in the complete file", () => {
  it.each([
    [
      "a quota that is too small for a build",
      { "teams.backend.quota.cpu": '"2"' },
      'teams.backend.quota.cpu: "2" is less than a step that builds an image needs (4); raise it, or remove buildsImages',
    ],
    [
      "containers that are too small for a build",
      { "teams.backend.containers.max": "{ memory: 4Gi }" },
      'teams.backend.containers.max.memory: "4Gi" is less than a step that builds an image needs (8Gi); raise it, or remove buildsImages',
    ],
    [
      "a build step that is larger than the default of containers.max",
      {
        "workflows.sizes": "{ build-docker-image: { cpu: '16' } }",
        "teams.backend.quota.cpu": '"40"',
        "teams.large": '{ quota: { cpu: "40" }, containers: { max: { cpu: "16" } } }',
      },
      'workflows.sizes.build-docker-image.cpu: "16" is more than teams.backend.containers.max.cpu, which is 8 by default; set teams.backend.containers.max.cpu',
    ],
  ])("is refused for %s", (_, edits, complaint) => {
    expect(complaints(edited(edits))).toEqual([complaint]);
  });
});

describe("quota", () => {
  it("limits memory to four times what can be requested, and never to less than that", () => {
    const limits = (quota: Record<string, unknown>) =>
      tenancyEnvironment({ teams: { a: { quota } } }).teams[0]?.quota.memoryLimits;
    expect(limits({ memory: "64Gi" })).toBe("256Gi");
    expect(limits({ memoryLimits: "40Gi" })).toBe("40Gi");
    expect(complaintsOf(() => limits({ memoryLimits: "39Gi" }))).toEqual([
      `teams.a.quota.memoryLimits: "39Gi" is less than quota.memory (40Gi); raise it, or leave it out`,
    ]);
  });
});
