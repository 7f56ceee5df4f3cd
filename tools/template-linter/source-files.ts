import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { byCodeUnit } from "../../config/code-unit-order";
import type { Problem } from "../../config/problem";
import { YamlFile } from "../../config/yaml-file";
import { Place, type Source } from "./place";

/** The most values of a document after its aliases are expanded. A large template has a few hundred. */
const maxValues = 200_000;
/** The deepest nesting of lists and maps. A template has about fifteen levels. */
const maxDepth = 100;

/** A part of a file that no rule can check. */
export interface Unreadable extends Problem {
  readonly path: string;
}

/**
 * The given files, and the YAML and JSON files in the given folders, sorted. Skips hidden folders and node_modules.
 * @throws Error if one of them can't be read
 */
export function filesIn(paths: readonly string[]): string[] {
  const found = paths.flatMap((path) => (statSync(path).isDirectory() ? filesOfFolder(path) : [path]));
  return [...new Set(found)].sort(byCodeUnit);
}

function filesOfFolder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name.startsWith(".") || entry.name === "node_modules" ? [] : filesOfFolder(path);
    return /\.(ya?ml|json)$/.test(entry.name) ? [path] : [];
  });
}

/** Every document of a file. A `List`, which is how kubectl prints several objects, is replaced by its items. */
export function documentsOf(path: string): { readonly roots: Place[]; readonly unreadable: Unreadable[] } {
  const roots: Place[] = [];
  const unreadable: Unreadable[] = [];
  for (const { file, problems } of YamlFile.readAll(path)) {
    if (!file) {
      unreadable.push(...problems.map((problem) => ({ path, ...problem })));
      continue;
    }
    const source: Source = { path, yaml: file };
    const root = new Place(source, [], file.data);
    const message = tooMuch(file.data);
    if (message === undefined)
      roots.push(...(root.at("kind").value === "List" ? root.at("items").items() : [root]));
    else unreadable.push({ path, position: root.position, message });
  }
  return { roots, unreadable };
}

/** Why a document can't be checked: it contains itself, is nested too deeply, or is too large. */
function tooMuch(data: unknown): string | undefined {
  let values = 0;
  const within = new Set<unknown>();
  const walk = (value: unknown): string | undefined => {
    values += 1;
    if (values > maxValues) return `has more than ${maxValues} values; split it, or use fewer aliases`;
    if (typeof value !== "object" || value === null) return undefined;
    if (within.has(value)) return "an alias is inside its own anchor; Kubernetes can't store that";
    if (within.size >= maxDepth) return `is nested more than ${maxDepth} levels deep`;
    within.add(value);
    for (const child of Object.values(value)) {
      const message = walk(child);
      if (message !== undefined) return message;
    }
    within.delete(value);
    return undefined;
  };
  return walk(data);
}
