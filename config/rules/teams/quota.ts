import {
  type ContainerSize,
  type ContainerSizes,
  containerSizesOf,
  diskSizesOf,
} from "../../values/container-sizes";
import { type StepSize, stepSizeOf } from "../../values/large-steps";
import { mebibytes, milliCpu } from "../../values/quantity";
import type { Draft, TeamEntry, Violation } from "../violation";

const measures = [
  ["cpu", milliCpu],
  ["memory", mebibytes],
] as const;

/** The quota of a team, and the sizes of containers that must fit into it. */
export function quotaRules({ teams = {}, executor, workflows }: Draft): Violation[] {
  if (!executor || !workflows) return [];
  const { limits } = executor.resources;
  // Kaniko: the largest step of a team that builds images.
  const build = stepSizeOf("build-docker-image", workflows.sizes);
  return Object.entries(teams).flatMap(([name, team]) => [
    ...memoryLimits(name, team),
    ...containerSizes(name, team, limits, build),
  ]);
}

/** A container's limit is never below its request, so a smaller sum of limits would leave requests unused. */
function memoryLimits(name: string, { quota: { memory, memoryLimits: limits } }: TeamEntry): Violation[] {
  if (limits === undefined || mebibytes(limits) >= mebibytes(memory)) return [];
  const message = `is less than quota.memory (${memory}); raise it, or leave it out`;
  return [{ path: ["teams", name, "quota", "memoryLimits"], message }];
}

/**
 * Kubernetes refuses a LimitRange whose request is more than the default, or whose default is more than the maximum
 * (API LimitRange). It also refuses every pod of a workflow if Argo's own containers need more than the maximum.
 */
function containerSizes(
  name: string,
  team: TeamEntry,
  executor: ContainerSize,
  build: StepSize,
): Violation[] {
  const { quota } = team;
  const disk = diskSizesOf(team);
  const disks = [
    ["request", disk.request, "containers.ephemeralStorage.default", disk.default],
    ["default", disk.default, "containers.ephemeralStorage.max", disk.max],
    ["max", disk.max, "quota.ephemeralStorage", quota.ephemeralStorage],
  ] as const;
  return [
    ...cpuAndMemory(name, team, executor),
    ...buildSteps(name, team, executor, build),
    ...disks.flatMap(([kind, size, limit, allowed]): Violation[] => {
      if (mebibytes(size) <= mebibytes(allowed)) return [];
      const message = `is more than ${limit} (${allowed}); lower it, or raise ${limit}`;
      return [{ path: ["teams", name, "containers", "ephemeralStorage", kind], message }];
    }),
  ];
}

function cpuAndMemory(name: string, team: TeamEntry, executor: ContainerSize): Violation[] {
  const sizes = containerSizesOf(team);
  const { containers, quota } = team;
  return measures.flatMap(([what, amountOf]) => {
    const needed = executor[what];
    const beyond = (kind: keyof ContainerSizes, limit: string, allowed: string): Violation[] => {
      if (amountOf(sizes[kind][what]) <= amountOf(allowed)) return [];
      const message = `is more than ${limit}.${what} (${allowed}); lower it, or raise ${limit}.${what}`;
      return [{ path: ["teams", name, "containers", kind, what], message }];
    };
    const cramped = containers.max[what] === undefined ? ["quota", what] : ["containers", "max", what];
    return [
      ...beyond("request", "containers.default", sizes.default[what]),
      ...beyond("default", "containers.max", sizes.max[what]),
      ...beyond("max", "quota", quota[what]),
      ...(amountOf(sizes.max[what]) < amountOf(needed)
        ? [
            {
              path: ["teams", name, ...cramped],
              message: `is less than Argo's own containers need (${needed})`,
            },
          ]
        : []),
    ];
  });
}

/** The LimitRange refuses a pod whose container has a higher limit. The pod of a build would never start. */
function buildSteps(name: string, team: TeamEntry, executor: ContainerSize, build: StepSize): Violation[] {
  if (!team.buildsImages) return [];
  const { containers, quota } = team;
  const { max } = containerSizesOf(team);
  /** What keeps the limit down: `containers.max` or the quota, or the default of `containers.max` if both allow more. */
  const tooSmall = (what: "cpu" | "memory", amountOf: (size: string) => number): Violation => {
    const most = build[what];
    if (containers.max[what] === undefined && amountOf(quota[what]) > amountOf(max[what])) {
      const field = `teams.${name}.containers.max.${what}`;
      const message = `is more than ${field}, which is ${max[what]} by default; set ${field}`;
      return { path: ["workflows", "sizes", "build-docker-image", what], message };
    }
    const place = containers.max[what] === undefined ? ["quota"] : ["containers", "max"];
    return needed([...place, what], most);
  };
  const needed = (path: readonly string[], most: string): Violation => ({
    path: ["teams", name, ...path],
    message: `is less than a step that builds an image needs (${most}); raise it, or remove buildsImages`,
  });
  const disk = diskSizesOf(team).max;
  const diskPath = containers.ephemeralStorage.max
    ? ["containers", "ephemeralStorage", "max"]
    : ["quota", "ephemeralStorage"];
  return [
    ...measures.flatMap(([what, amountOf]) => {
      // Too little even for Argo's own containers: reported above.
      if (amountOf(max[what]) < amountOf(executor[what])) return [];
      return amountOf(max[what]) < amountOf(build[what]) ? [tooSmall(what, amountOf)] : [];
    }),
    ...(mebibytes(disk) < mebibytes(build.ephemeralStorage)
      ? [needed(diskPath, build.ephemeralStorage)]
      : []),
  ];
}
