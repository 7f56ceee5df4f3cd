import { readFileSync } from "node:fs";
import { repositoryPath } from "../../config/repository";

/** A command of a page: what a reader copies. */
export interface PageCommand {
  /** The heading above it. */
  readonly heading: string;
  readonly script: string;
}

/** The shell blocks of `docs/runbooks/<name>.md`, in their order. */
export function commandsOf(name: string): PageCommand[] {
  const text = readFileSync(repositoryPath("docs", "runbooks", `${name}.md`), "utf8");
  const parts = text.matchAll(/^#+ (.+)$|^ *```sh\n([\s\S]*?)^ *```$/gm);
  let heading = "";
  return [...parts].flatMap(([, title, script]) => {
    if (title !== undefined) heading = title;
    return script === undefined ? [] : [{ heading, script }];
  });
}

/** The only command below a heading. @throws if the page has none or several */
export function commandOf(name: string, heading: string): string {
  const found = commandsOf(name).filter((each) => each.heading === heading);
  if (found[0] === undefined || found.length > 1)
    throw new Error(`docs/runbooks/${name}.md needs exactly one command below "${heading}"`);
  return found[0].script;
}
