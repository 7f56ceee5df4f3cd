/** A Helm value. null isn't allowed: it makes Helm delete the chart's default, and then the chart's templates fail. */
export type Value = string | number | boolean | readonly Value[] | Values;
export interface Values {
  readonly [key: string]: Value | undefined;
}

/**
 * The values of `base`, overridden by those of `changes`. Maps are merged key by key, and lists are concatenated. Keys
 * without a value are left out.
 */
export function merged(base: Values, changes: Values): Values {
  const result: Record<string, Value> = {};
  for (const key of new Set([...Object.keys(base), ...Object.keys(changes)])) {
    const value = mergedValue(base[key], changes[key]);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function mergedValue(base: Value | undefined, change: Value | undefined): Value | undefined {
  if (isMap(base) || isMap(change)) {
    if (change !== undefined && !isMap(change)) return change;
    return merged(isMap(base) ? base : {}, change ?? {});
  }
  if (isList(base) && isList(change)) return [...base, ...change];
  return change ?? base;
}

function isMap(value: Value | undefined): value is Values {
  return typeof value === "object" && !Array.isArray(value);
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
