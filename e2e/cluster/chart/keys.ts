import type { Values } from "../argo/configuration";

/** A chart's own values, and the text of its templates. */
export interface ChartContents {
  readonly values: Values;
  readonly templates: string;
}

type Type = "map" | "list" | "string" | "number" | "boolean" | "null";

/** What is wrong with our values, key by key: unknown to the chart, or of another type than its own value. */
export function mistakesIn(values: Values, chart: ChartContents): string[] {
  return leaves(values).flatMap(([path, type]) => mistake(path, type, chart));
}

/** What is wrong with a key of ours; `kubernetes` stands for a part of a pod's specification, of whatever type. */
export function mistake(path: string, type: string, chart: ChartContents): string[] {
  const keys = path.split(".");
  let value: unknown = chart.values;
  for (const [index, key] of keys.entries()) {
    // An empty map is filled by the user, and handed on.
    if (isMap(value) && index > 0 && Object.keys(value).length === 0) return [];
    value = isMap(value) ? value[key] : undefined;
    if (value === undefined || value === null) return mentioned(keys.slice(0, index + 1), chart);
  }
  const theirs = typeOf(value);
  return type === "kubernetes" || theirs === type ? [] : [`${path}: ${type}, the chart's is ${theirs}`];
}

/** A key that the chart's values only describe in a comment is one if a template reads it, or what is below it. */
function mentioned(keys: readonly string[], { templates }: ChartContents): string[] {
  const name = `.Values.${keys.join(".")}`.replaceAll(".", "\\.");
  return new RegExp(`${name}\\b`).test(templates) ? [] : [`${keys.join(".")}: unknown to the chart`];
}

function leaves(value: unknown, path: readonly string[] = []): [string, Type][] {
  if (!isMap(value) || Object.keys(value).length === 0) return [[path.join("."), typeOf(value)]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function typeOf(value: unknown): Type {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return isMap(value) ? "map" : (typeof value as Type);
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
