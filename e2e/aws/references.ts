import type { StateFile } from "./stack-directory";

/**
 * Replaces references such as `${aws_kms_key.argo.arn}` with their values from the state, also inside a longer text.
 * Everything else in the JSON is literal.
 */
export function resolve(value: unknown, state: StateFile): unknown {
  if (typeof value === "string")
    return value.replace(
      /\$\{(aws_\w+)\.([\w-]+)\.(\w+)\}/g,
      (_, type: string, name: string, attribute: string) => {
        const found = state.resources.find((resource) => resource.type === type && resource.name === name);
        const known = found?.instances[0]?.attributes[attribute];
        return typeof known === "string" ? known : `unknown ${type}.${name}.${attribute}`;
      },
    );
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, state));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolve(entry, state)]));
}

/** One step into nested data that has no type here. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (data, key) =>
      typeof data === "object" && data !== null ? (data as Record<string | number, unknown>)[key] : undefined,
    value,
  );
}

/** The JSON document in a text; any other value as is. */
export function document(value: unknown): unknown {
  return typeof value === "string" ? (JSON.parse(value) as unknown) : value;
}

/** AWS' list of tags as a map. */
export function tags(list: unknown, key = "Key", value = "Value"): unknown {
  if (!Array.isArray(list)) return list;
  return Object.fromEntries((list as Record<string, string>[]).map((tag) => [tag[key], tag[value]]));
}
