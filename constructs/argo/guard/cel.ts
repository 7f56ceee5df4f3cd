/** Pieces of CEL. Objects are read as `dyn`: fields that the API server doesn't know yet are just absent. */

/** A literal string. */
export function text(value: string): string {
  return JSON.stringify(value);
}

/** A literal list of strings. */
export function list(values: readonly string[]): string {
  return `[${values.map(text).join(", ")}]`;
}

/** A literal map of strings. */
export function map(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([key, value]) => `${text(key)}: ${text(value)}`).join(", ")}}`;
}

/** A literal of any depth. CEL wants one type in each list and map, so every value is `dyn`. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => `dyn(${literal(one)})`).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, one]) => `${text(key)}: dyn(${literal(one)})`)
    .join(", ")}}`;
}

/** Every expression holds. */
export function all(...expressions: readonly string[]): string {
  return expressions.map((one) => `(${one})`).join(" && ");
}

/** `object.a.b`, or `otherwise` where one of them is absent: `at("object", "a.b", "''")`. */
export function at(object: string, path: string, otherwise: string): string {
  const [first = "", ...rest] = path.split(".");
  return `${object}.?${[first, ...rest].join(".?")}.orValue(${otherwise})`;
}

/** The map at `object` has no other keys. */
export function onlyKeys(object: string, keys: readonly string[]): string {
  return `${object}.all(key, key in ${list(keys)})`;
}

/** The field is absent, or one of the values. */
export function oneOf(object: string, field: string, values: readonly string[]): string {
  return `(!has(${object}.${field}) || ${object}.${field} in ${list(values)})`;
}
