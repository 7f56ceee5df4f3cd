import type { Violation } from "./violation";

/** Reports a field that makes a name longer than AWS, Kubernetes or Helm allow. */
export function tooLong(
  path: readonly PropertyKey[],
  what: string,
  composed: string,
  max: number,
): Violation[] {
  if (composed.length <= max) return [];
  const message = `results in the ${what} ${composed} with ${composed.length} characters; the limit is ${max}`;
  return [{ path, message }];
}
