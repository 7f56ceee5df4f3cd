import { mebibytes, milliCpu } from "./quantity";

/** CPU and memory of a container, as Kubernetes quantities. */
export interface ContainerSize {
  readonly cpu: string;
  readonly memory: string;
}

/** Requests and limits of a container. */
export interface Resources {
  readonly requests: ContainerSize;
  readonly limits: ContainerSize;
}

/** Default request and limit of a container, and the maximum for one container. */
export interface ContainerSizes {
  readonly request: ContainerSize;
  readonly default: ContainerSize;
  readonly max: ContainerSize;
}

/** Default sizes. They apply if the environment file sets none and the quota is large enough. */
export const usualSizes: ContainerSizes = {
  request: { cpu: "100m", memory: "128Mi" },
  default: { cpu: "500m", memory: "512Mi" },
  max: { cpu: "8", memory: "32Gi" },
};

type Measure = keyof ContainerSize;

/** The sizes of a team that the environment file sets: all, some or none. */
interface GivenSizes {
  readonly quota: ContainerSize;
  readonly containers: {
    readonly [Kind in keyof ContainerSizes]: { readonly [Part in Measure]?: string | undefined };
  };
}

/** All container sizes of a team. A missing size is the default, or the next larger size if that is smaller. */
export function containerSizesOf(given: GivenSizes): ContainerSizes {
  const cpu = rising(given, "cpu", milliCpu);
  const memory = rising(given, "memory", mebibytes);
  return {
    request: { cpu: cpu.request, memory: memory.request },
    default: { cpu: cpu.default, memory: memory.default },
    max: { cpu: cpu.max, memory: memory.max },
  };
}

/** Request, limit and maximum in one measure: each is at most the next one, and the maximum is at most the quota. */
function rising(
  { containers, quota }: GivenSizes,
  measure: Measure,
  amountOf: (quantity: string) => number,
): Record<keyof ContainerSizes, string> {
  const lesser = (one: string, other: string) => (amountOf(one) <= amountOf(other) ? one : other);
  const max = containers.max[measure] ?? lesser(usualSizes.max[measure], quota[measure]);
  const limit = containers.default[measure] ?? lesser(usualSizes.default[measure], max);
  const request = containers.request[measure] ?? lesser(usualSizes.request[measure], limit);
  return { request, default: limit, max };
}

/** Disk of the node for a container: default request and limit, and the maximum for one container. */
export type DiskSizes = Readonly<Record<keyof ContainerSizes, string>>;

const usualDisk: DiskSizes = { request: "256Mi", default: "10Gi", max: "100Gi" };

/** A team's complete disk sizes, by the same rule as {@link containerSizesOf}. */
export function diskSizesOf({
  containers: { ephemeralStorage: given },
  quota,
}: {
  readonly containers: {
    readonly ephemeralStorage: { readonly [Kind in keyof ContainerSizes]?: string | undefined };
  };
  readonly quota: { readonly ephemeralStorage: string };
}): DiskSizes {
  const lesser = (one: string, other: string) => (mebibytes(one) <= mebibytes(other) ? one : other);
  const max = given.max ?? lesser(usualDisk.max, quota.ephemeralStorage);
  const limit = given.default ?? lesser(usualDisk.default, max);
  return { request: given.request ?? lesser(usualDisk.request, limit), default: limit, max };
}
