import { existsSync, readdirSync, readFileSync } from "node:fs";
import { libraryTemplates, pages, templatePages } from "./template-pages";

/**
 * The page of each template, with its list of parameters, by path.
 * @param format what prettier makes of a page
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
