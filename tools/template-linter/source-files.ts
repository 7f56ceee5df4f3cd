import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { byCodeUnit } from "../../config/code-unit-order";
import type { Problem } from "../../config/problem";
import { YamlFile } from "../../config/yaml-file";
import { Place, type Source } from "./place";

/** Values that one document may hold once its aliases are written out; a big template has some hundred. */
const maxValues = 200_000;
/** Lists and maps inside each other; a template has about fifteen. */
const maxDepth = 100;

/** Part of a file that no rule can look at. */
export interface Unreadable extends Problem {
  readonly path: string;
}

/**
 * The YAML and JSON files of folders, and files named themselves, sorted; hidden folders and node_modules are left out.
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

/** Every document of a file. A `List`, as kubectl prints several objects, counts as its items. */
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

/** Why a document can't be walked: a map that holds itself, too deep, too much. */
function tooMuch(data: unknown): string | undefined {
  let values = 0;
  const within = new Set<unknown>();
  const walk = (value: unknown): string | undefined => {
    values += 1;
    if (values > maxValues) return `holds more than ${maxValues} values; split it, or write fewer aliases`;
    if (typeof value !== "object" || value === null) return undefined;
    if (within.has(value)) return "an alias stands inside what it repeats; Kubernetes can't store that";
    if (within.size >= maxDepth) return `is nested more than ${maxDepth} deep`;
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
