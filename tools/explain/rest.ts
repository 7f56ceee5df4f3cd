import type { Attributes, Change } from "./change";
import { comparable, same } from "./change";
import type { StackRest } from "./page/page";
import { isMap } from "./plan";
import { say, Sensitive, type Sentence, Unknown, type Value, words } from "./sentence";

/** What happens to each resource of a stack, attribute by attribute, in the order of the plan. */
export function restOf(stack: string, changes: readonly Change[]): StackRest {
  const moving = changes.filter(
    ({ kind, previousAddress, imported }) => kind !== "none" || previousAddress !== undefined || imported,
  );
  return { stack, summary: summary(moving), lines: moving.flatMap(linesOf) };
}

const verbs = {
  create: "created",
  update: "changed",
  replace: "replaced",
  delete: "destroyed",
  forget: "forgotten",
  unclear: "treated in a way that this page doesn't know",
} as const;

function summary(changes: readonly Change[]): Sentence {
  const counts = Object.entries(verbs).flatMap(([kind, verb]) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${verb}`];
  });
  return words(counts.length === 0 ? "no resource changes" : counts.join(", "));
}

function linesOf(change: Change): Sentence[] {
  const { kind, address, before, after, previousAddress, imported } = change;
  const lines: Sentence[] = [];
  if (previousAddress !== undefined) lines.push(say`${address}: was ${previousAddress}`);
  if (imported) lines.push(say`${address}: exists already and is imported`);
  if (kind === "none") return lines;
  if (kind !== "update" && kind !== "replace") {
    return [...lines, say`${address}: ${words(verbs[kind])}`];
  }
  const differences = differencesOf(before ?? {}, after ?? {});
  return [
    ...lines,
    ...(kind === "replace" || differences.length === 0 ? [say`${address}: ${words(verbs[kind])}`] : []),
    ...differences.map(
      ({ path, before: old, after: now }) => say`${address}: ${path}: ${value(old)} becomes ${value(now)}`,
    ),
  ];
}

export interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Leaves that differ. Policies in JSON are compared as JSON, texts of many lines by their lines. */
export function differencesOf(before: Attributes, after: Attributes): Difference[] {
  return differences("", before, after);
}

function differences(path: string, before: unknown, after: unknown): Difference[] {
  if (same(before, after)) return [];
  const [a, b] = [json(before), json(after)];
  if (
    (isPlainMap(a) && (b ?? undefined) === undefined) ||
    ((a ?? undefined) === undefined && isPlainMap(b)) ||
    (isPlainMap(a) && isPlainMap(b))
  ) {
    const [left, right] = [isPlainMap(a) ? a : {}, isPlainMap(b) ? b : {}];
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
    return names.flatMap((name) =>
      differences(path === "" ? name : `${path}.${name}`, left[name], right[name]),
    );
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const [left, right] = [a, b].map((list) => new Set(list.map(comparable)));
    // Entries that both have say nothing, wherever they are.
    const old = (a as unknown[]).filter((each) => !right?.has(comparable(each)));
    const now = (b as unknown[]).filter((each) => !left?.has(comparable(each)));
    if (old.length === 0 && now.length === 0) return [{ path, before: "another order", after: "this order" }];
    if (old.length === now.length)
      return old.flatMap((each, index) => differences(`${path}[]`, each, now[index]));
    return [
      ...old.map((each) => ({ path: `${path}[]`, before: each, after: undefined })),
      ...now.map((each) => ({ path: `${path}[]`, before: undefined, after: each })),
    ];
  }
  if (typeof a === "string" && typeof b === "string" && /\n/.test(a + b)) return lineDifferences(path, a, b);
  return [{ path, before: a, after: b }];
}

function lineDifferences(path: string, before: string, after: string): Difference[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const [left, right] = [new Set(old), new Set(now)];
  const gone = old.filter((line) => !right.has(line));
  const come = now.filter((line) => !left.has(line));
  if (gone.length === 0 && come.length === 0)
    return [{ path, before: "another order of lines", after: "this order" }];
  return [
    ...gone.map((line) => ({ path, before: line.trim(), after: undefined })),
    ...come.map((line) => ({ path, before: undefined, after: line.trim() })),
  ];
}

function json(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return isMap(value) && !(value instanceof Unknown) && !(value instanceof Sensitive);
}

function value(of: unknown): Value | Sentence {
  if (of === undefined || of === null || of === "") return words("nothing");
  if (of instanceof Unknown || of instanceof Sensitive) return of;
  return typeof of === "string" || typeof of === "number" || typeof of === "boolean"
    ? of
    : JSON.stringify(of);
}
