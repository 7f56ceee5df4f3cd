/**
 * The value of a key that must be there.
 * @throws naming the key and all existing keys.
 */
export function required<T>(map: ReadonlyMap<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`there is no '${key}' among ${[...map.keys()].join(", ")}`);
  return value;
}
