import type { EnvironmentFile } from "../environment";
import { mebibytes, milliCpu } from "./quantity";

type TeamEntry = EnvironmentFile["teams"][string];

/** CPU and memory of a container, as Kubernetes quantities. */
export interface ContainerSize {
  readonly cpu: string;
  readonly memory: string;
}

/** What a container requests and gets if it names nothing, and the most that one may have. */
export interface ContainerSizes {
  readonly request: ContainerSize;
  readonly default: ContainerSize;
  readonly max: ContainerSize;
}

/** Limits of init and wait in every workflow pod (helm/argo-workflows/values.yaml, executor.resources). */
export const executorLimits: ContainerSize = { cpu: "500m", memory: "512Mi" };

/** The sizes of a team's containers. What the file leaves out is as usual, or less where a larger amount has no room. */
export function containerSizesOf({
  containers,
  quota,
}: Pick<TeamEntry, "containers" | "quota">): ContainerSizes {
  const cpu = rising(containers, quota.cpu, "cpu", milliCpu, ["100m", "500m", "8"]);
  const memory = rising(containers, quota.memory, "memory", mebibytes, ["128Mi", "512Mi", "32Gi"]);
  return {
    request: { cpu: cpu.request, memory: memory.request },
    default: { cpu: cpu.default, memory: memory.default },
    max: { cpu: cpu.max, memory: memory.max },
  };
}

function rising(
  given: TeamEntry["containers"],
  quota: string,
  what: keyof ContainerSize,
  amountOf: (quantity: string) => number,
  usual: readonly [request: string, limit: string, max: string],
): Record<keyof ContainerSizes, string> {
  const lesser = (one: string, other: string) => (amountOf(one) <= amountOf(other) ? one : other);
  const max = given.max[what] ?? lesser(usual[2], quota);
  const limit = given.default[what] ?? lesser(usual[1], max);
  return { max, default: limit, request: given.request[what] ?? lesser(usual[0], limit) };
}
