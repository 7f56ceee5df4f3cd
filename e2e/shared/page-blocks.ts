import { readFileSync } from "node:fs";
import { repositoryPath } from "../../config/repository";

/** A fenced block of a page. */
export interface PageBlock {
  /** Path of the page in the repository. */
  readonly page: string;
  /** Line of the opening fence; the first line of a page is 1. */
  readonly line: number;
  /** The heading above it; empty if there is none. */
  readonly heading: string;
  /** What follows the opening fence; empty if nothing does. */
  readonly language: string;
  /** The lines between the fences, without the indentation of the fence. */
  readonly text: string;
}

/** Languages of the blocks that a reader copies into a shell. */
export const shellLanguages: readonly string[] = ["sh", "bash", "shell", "console"];

/** All fenced blocks of a page, in their order. @param text default: what the file has */
export function blocksOf(page: string, text = readFileSync(repositoryPath(page), "utf8")): PageBlock[] {
  // A fence is read as a whole, so that a comment in it is no heading.
  const parts = text.matchAll(/^#+ (.+)$|^( *)```([^\n`]*)\n([\s\S]*?)^ *```$/gm);
  let heading = "";
  return [...parts].flatMap(({ index, 1: title, 2: indent = "", 3: language = "", 4: content }) => {
    if (title !== undefined) heading = title;
    if (content === undefined) return [];
    const line = text.slice(0, index).split("\n").length;
    const lines = content.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    return [{ page, line, heading, language: language.trim(), text: lines }];
  });
}
