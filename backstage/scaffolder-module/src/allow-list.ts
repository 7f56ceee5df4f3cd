/** Allowed names from the configuration; `*` matches any characters. Without a list, all names are allowed. */
export class AllowList {
  constructor(private readonly patterns: readonly string[] | undefined) {}

  allows(...names: readonly string[]): boolean {
    return this.patterns?.some((pattern) => names.some((name) => matches(pattern, name))) ?? true;
  }

  /** Whether there is no list, so that every name is allowed. */
  get allowsAll(): boolean {
    return this.patterns === undefined;
  }

  toString(): string {
    return this.patterns?.join(", ") || "none";
  }
}

/** Not a regular expression, so that no pattern takes exponential time. */
function matches(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}
