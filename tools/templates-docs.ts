import { existsSync, readdirSync, readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { writeGenerated } from "./generated-file";
import { libraryTemplates, pages, templatePages } from "./template-pages";

/** `npm run templates:docs [-- --check]`: the list of parameters in the page of each template. */
async function main(): Promise<void> {
  const existing = readdirSync(pages).filter((name) => name.endsWith(".md") && name !== "README.md");
  const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
  for (const { path, content } of templatePages(libraryTemplates(), existing, read)) {
    const options = { ...(await resolveConfig(path)), filepath: path };
    writeGenerated(path, await format(content, options), "npm run templates:docs");
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
