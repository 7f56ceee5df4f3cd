import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { byCodeUnit } from "../../config/code-unit-order";
import {
  readWorkflowTemplates,
  type WorkflowParameter,
  type WorkflowTemplate,
} from "../../config/workflow-template";

/** Folder of the pages. */
const pages = "docs/templates";
const start = "<!-- parameters -->";
const end = "<!-- /parameters -->";

/** A page with the content that it should have. */
export interface Page {
  readonly path: string;
  readonly content: string;
}

/**
 * The page of each template, with the list of its parameters between two markers. All other text stays the same.
 * @param read returns the text of a page, or undefined if there is no page
 * @throws Error if a template has no page, if a page has no template, or if a page doesn't have each marker once
 */
export function templatePages(
  templates: readonly WorkflowTemplate[],
  existing: readonly string[],
  read: (path: string) => string | undefined,
): Page[] {
  const [stray] = existing.filter((page) => !templates.some(({ name }) => `${name}.md` === page));
  if (stray !== undefined) throw new Error(`${join(pages, stray)} describes no template; delete it`);
  return [...templates]
    .sort((a, b) => byCodeUnit(a.name, b.name))
    .map((template) => {
      const path = join(pages, `${template.name}.md`);
      return { path, content: withParameters(path, read(path), parameterList(template)) };
    });
}

function withParameters(path: string, text: string | undefined, list: string): string {
  const [before, after, ...others] = text?.split(start) ?? [];
  const [, rest, ...more] = after?.split(end) ?? [];
  if (before === undefined || rest === undefined || others.length > 0 || more.length > 0)
    throw new Error(`${path} must exist and contain ${start} and ${end} once, in this order`);
  return `${before}${start}\n\n${list}\n\n${end}${rest}`;
}

/** Columns of a line. Further lines of an entry are indented by two. */
const width = 118;

/** One entry per parameter: what it means, its default, and which values are allowed. */
export function parameterList({ parameters }: WorkflowTemplate): string {
  if (parameters.length === 0) return "No parameters.";
  return parameters.map(entry).join("\n");
}

function entry(parameter: WorkflowParameter): string {
  const { name, description } = parameter;
  const text = `${code(name)} (${fallback(parameter)}): ${oneLine(description ?? "")} ${allowed(parameter)}`;
  return `- ${wrap(text).join("\n  ")}`;
}

function fallback({ required, value, default: other }: WorkflowParameter): string {
  if (required) return "**required**";
  const given = value ?? other;
  return given === undefined ? "optional" : given === "" ? "default: empty" : `default: ${code(given)}`;
}

function allowed({ enum: choices, pattern }: WorkflowParameter): string {
  if (choices)
    return `Allowed: ${choices.map((choice) => (choice === "" ? "empty" : code(choice))).join(", ")}.`;
  return pattern === undefined ? "" : `Pattern: ${code(pattern)}`;
}

/** Wraps a text between words, never inside code. */
function wrap(text: string): string[] {
  const words = text.trim().match(/(`+)[\s\S]*?\1\S*|\S+/g) ?? [];
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** As Markdown code, whatever the text: the fence has more backticks than any run inside it. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${oneLine(text)}${fence}` : `${fence} ${oneLine(text)} ${fence}`;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " ");
}

/** The templates of the library, without the examples. */
export function libraryTemplates(folder = "workflow-templates"): WorkflowTemplate[] {
  return readWorkflowTemplates(folder).filter(({ file }) => !file.startsWith("examples/"));
}

/**
 * The page of each template of this repository, by path.
 * @param format prettier, for the file at a path
 */
export async function renderedTemplatePages(
  format: (path: string, content: string) => Promise<string>,
): Promise<Map<string, string>> {
  const existing = readdirSync(pages).filter((name) => name.endsWith(".md") && name !== "README.md");
  const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
  const rendered = templatePages(libraryTemplates(), existing, read).map(
    async ({ path, content }) => [path, await format(path, content)] as const,
  );
  return new Map(await Promise.all(rendered));
}
