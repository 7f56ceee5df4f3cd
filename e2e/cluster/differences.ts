import { isDeepStrictEqual } from "node:util";
import type { Values } from "../shared/installation/configuration";

/**
 * Differences between our own result and that of the real program, key by key.
 * @param exact whether keys that only the real program has are differences too
 */
export function differences(ours: unknown, theirs: unknown, exact: boolean, path = ""): string[] {
  if (isMap(ours) && isMap(theirs)) {
    const keys = new Set([...Object.keys(ours), ...(exact ? Object.keys(theirs) : [])]);
    return [...keys].flatMap((key) =>
      differences(ours[key], theirs[key], exact, path === "" ? key : `${path}.${key}`),
    );
  }
  if (isDeepStrictEqual(ours, theirs)) return [];
  return [`${path}: ours ${text(ours)}, theirs ${text(theirs)}`];
}

function text(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
