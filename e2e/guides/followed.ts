import { spawnSync } from "node:child_process";
import { blocksOf, type PageBlock, shellLanguages } from "../shared/page-blocks";
import { missingNames, type Repository } from "./names";
import { type ReadScript, simpleCommands } from "./simple-commands";
import { type Verdict, verdictOf } from "./verdicts";

/** One command of a page, and what happens to it. */
export interface FollowedCommand {
  readonly page: string;
  /** Line of the page. */
  readonly line: number;
  readonly words: readonly string[];
  /** Undefined if nobody has said what to do about the program. */
  readonly verdict: Verdict | undefined;
  /** Why a reader can't follow it, as sentences. */
  readonly problems: readonly string[];
}

/** Languages of blocks that nobody types into a shell. */
const data = new Set(["json", "mermaid", "sql", "text", "ts", "xml", "yaml"]);

/** README.md and the pages of docs/, among all paths. */
export function guidePages({ paths }: Repository): string[] {
  return paths.filter((path) => path === "README.md" || /^docs\/.*\.md$/.test(path)).sort();
}

/** The commands of a page. @param text default: what the file has */
export function followed(page: string, repository: Repository, text?: string): FollowedCommand[] {
  return blocksOf(page, text).flatMap((block) => {
    if (data.has(block.language)) return [];
    if (!shellLanguages.includes(block.language))
      return [wrong(block, `the block says no language that is known: "${block.language}"`)];
    return commandsOf(block, repository);
  });
}

function commandsOf(block: PageBlock, repository: Repository): FollowedCommand[] {
  const { status, stderr } = spawnSync("bash", ["-n"], { input: block.text, encoding: "utf8" });
  if (status !== 0) return [wrong(block, stderr.trim())];
  let read: ReadScript;
  try {
    read = simpleCommands(block.text);
  } catch (error) {
    return [wrong(block, (error as Error).message)];
  }
  return read.commands.map(({ line, words }) => {
    const defined = read.functions.includes(words[0] ?? "");
    const verdict: Verdict | undefined = defined ? { kind: "run" } : verdictOf(words);
    const missing = missingNames(words, repository);
    const unknown = verdict === undefined ? [`nobody has said what to do about ${words[0] ?? ""}`] : [];
    return {
      page: block.page,
      line: block.line + line,
      words,
      verdict,
      problems: missing.length > 0 ? missing : unknown,
    };
  });
}

function wrong({ page, line }: PageBlock, problem: string): FollowedCommand {
  return { page, line, words: [], verdict: undefined, problems: [problem] };
}
