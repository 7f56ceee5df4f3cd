import type { Resources } from "../values/container-sizes";
import { mebibytes, milliCpu } from "../values/quantity";
import type { Violation } from "./violation";

/** Kubernetes refuses a container that requests more than its limit. */
export function requestsFit(path: readonly string[], { requests, limits }: Resources): Violation[] {
  const measures = [
    ["cpu", milliCpu],
    ["memory", mebibytes],
  ] as const;
  return measures.flatMap(([what, amountOf]): Violation[] => {
    if (amountOf(requests[what]) <= amountOf(limits[what])) return [];
    const message = `is more than limits.${what} (${limits[what]}); lower it, or raise limits.${what}`;
    return [{ path: [...path, "requests", what], message }];
  });
}
