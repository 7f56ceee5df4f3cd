import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { isAtLeast } from "../../../config/chart";
import { repositoryPath } from "../../../config/repository";
import type { Values } from "../../shared/installation/configuration";
import type { ChartAtHand } from "./upstream-chart";

type Type = "map" | "list" | "string" | "number" | "boolean" | "null";

/** The checked-in list of the keys that we set, for machines on which the chart isn't available. */
interface KeyList {
  readonly chart: { readonly keys: Readonly<Record<string, string>> };
  readonly chartSince2: { readonly keys: Readonly<Record<string, string>> };
}

/**
 * The problems of our values and of the checked-in list, key by key: the chart doesn't know the key, or its own value has
 * another type.
 */
export function mistakesIn(values: Values, chart: ChartAtHand): string[] {
  const list = parse(
    readFileSync(repositoryPath("helm", "argo-workflows", "chart-keys.yaml"), "utf8"),
  ) as KeyList;
  const listed = { ...list.chart.keys, ...(isAtLeast(chart.version, 2) && list.chartSince2.keys) };
  return [
    ...leaves(values, listed).flatMap(([path, type]) => mistake(path, type, chart)),
    ...Object.entries(listed).flatMap(([path, type]) => mistake(path.split("."), type, chart)),
  ];
}

/** The problems of one key. The type `kubernetes` is a part of a pod's specification, of any type. */
function mistake(keys: readonly string[], type: string, chart: ChartAtHand): string[] {
  let value: unknown = chart.values;
  for (const [index, key] of keys.entries()) {
    // An empty map is for the user to fill; the chart passes it on.
    if (isMap(value) && index > 0 && Object.keys(value).length === 0) return [];
    value = isMap(value) ? value[key] : undefined;
    if (value === undefined || value === null) return mentioned(keys.slice(0, index + 1), chart);
  }
  const theirs = typeOf(value);
  if (type === "kubernetes" || theirs === type) return [];
  return [`${keys.join(".")}: ${type}, the chart's is ${theirs}`];
}

/** A key that the chart's values only describe in a comment exists if a template reads it or a key below it. */
function mentioned(keys: readonly string[], { templates }: ChartAtHand): string[] {
  const name = `.Values.${keys.join(".")}`.replaceAll(".", "\\.");
  return new RegExp(`${name}\\b`).test(templates) ? [] : [`${keys.join(".")}: unknown to the chart`];
}

/** Every key that isn't a map, with its type. Stops at keys of type `kubernetes`. */
function leaves(
  value: unknown,
  listed: Readonly<Record<string, string>>,
  path: readonly string[] = [],
): [readonly string[], string][] {
  if (listed[path.join(".")] === "kubernetes") return [[path, "kubernetes"]];
  if (!isMap(value) || Object.keys(value).length === 0) return [[path, typeOf(value)]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, listed, [...path, key]));
}

function typeOf(value: unknown): Type {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return isMap(value) ? "map" : (typeof value as Type);
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
