import { blocksOf } from "../shared/page-blocks";

/** A command of a page: what a reader copies. */
export interface PageCommand {
  /** The heading above it. */
  readonly heading: string;
  readonly script: string;
}

/** The shell blocks of `docs/runbooks/<name>.md`, in their order. */
export function commandsOf(name: string): PageCommand[] {
  return blocksOf(`docs/runbooks/${name}.md`)
    .filter(({ language }) => language === "sh")
    .map(({ heading, text }) => ({ heading, script: text }));
}

/** The only command below a heading. @throws if the page has none or several */
export function commandOf(name: string, heading: string): string {
  const found = commandsOf(name).filter((each) => each.heading === heading);
  if (found[0] === undefined || found.length > 1)
    throw new Error(`docs/runbooks/${name}.md needs exactly one command below "${heading}"`);
  return found[0].script;
}
