import { join } from "node:path";
import { byCodeUnit } from "../config/code-unit-order";
import { type Bounds, declaredBounds } from "./template-linter/bounds";
import { Manifest } from "./template-linter/manifest";
import { documentsOf, filesIn } from "./template-linter/source-files";

/** Folder of the pages. */
export const pages = "docs/templates";
const start = "<!-- parameters -->";
const end = "<!-- /parameters -->";

/** A page and what it must be. */
export interface Page {
  readonly path: string;
  readonly content: string;
}

/**
 * The page of each template, with the table of its parameters between two markers; all other text is as it was.
 * @param read the text of a page; undefined if there is none
 * @throws Error if a template has no page, a page no template, or a page not both markers once
 */
export function templatePages(
  manifests: readonly Manifest[],
  existing: readonly string[],
  read: (path: string) => string | undefined,
): Page[] {
  const [stray] = existing.filter((page) => !manifests.some(({ name }) => `${name}.md` === page));
  if (stray !== undefined) throw new Error(`${join(pages, stray)} is about no template; remove it`);
  return [...manifests]
    .sort((a, b) => byCodeUnit(a.name, b.name))
    .map((manifest) => {
      const path = join(pages, `${manifest.name}.md`);
      return { path, content: withTable(path, read(path), parameterTable(manifest)) };
    });
}

function withTable(path: string, text: string | undefined, table: string): string {
  const [before, after, ...others] = text?.split(start) ?? [];
  const [, rest, ...more] = after?.split(end) ?? [];
  if (before === undefined || rest === undefined || others.length > 0 || more.length > 0)
    throw new Error(`${path} must exist, and hold ${start} and ${end} once, in this order`);
  return `${before}${start}\n\n${table}\n\n${end}${rest}`;
}

/** What a person may give, what it is by default, and what is allowed. */
export function parameterTable(manifest: Manifest): string {
  if (manifest.arguments.length === 0) return "No parameters.";
  const bounds = declaredBounds(manifest);
  const rows = manifest.arguments.map(({ name, place }) => {
    const value = place.at("value").text;
    return [
      `\`${name}\``,
      value === undefined ? "**required**" : value === "" ? "empty" : code(value),
      allowed(bounds.get(name) ?? {}),
      cell(place.at("description").text ?? ""),
    ];
  });
  return [["parameter", "default", "allowed", "description"], ["-", "-", "-", "-"], ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}

function allowed({ enum: choices, pattern }: Bounds): string {
  if (choices) return choices.map((choice) => (choice === "" ? "empty" : code(choice))).join(", ");
  return pattern === undefined ? "any text" : code(pattern);
}

/** As code, whatever is in it: more backticks around than inside. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${cell(text)}${fence}` : `${fence} ${cell(text)} ${fence}`;
}

/** On one line, with the character that ends a cell escaped. */
function cell(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|");
}

/** The templates of the library: what others can use, examples left out. */
export function libraryManifests(folder = "workflow-templates"): Manifest[] {
  return filesIn([folder])
    .flatMap((file) => documentsOf(file).roots)
    .flatMap((root) => Manifest.at(root) ?? [])
    .filter(({ isReusable }) => isReusable);
}
