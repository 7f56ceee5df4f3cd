import { byCodeUnit } from "./code-unit-order";
import { printable } from "./printable";

/** A position in a file; both numbers start at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something wrong with a file, in a sentence that tells its author what to change. */
export interface Problem {
  readonly position: Position;
  readonly message: string;
  /** Number of further problems of the same kind, behind this one, that nobody would read. */
  readonly others?: number;
}

/** Position of a problem with the whole file. */
export const startOfFile: Position = { line: 1, column: 1 };

/** The problem as one line: `<path>:<line>:<column> <message>`. */
export function render(path: string, { position, message }: Problem): string {
  return `${printable(path)}:${position.line}:${position.column} ${message}`;
}

/** Sorts problems by their position in the file and removes duplicates. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map((problem) => [render("", problem), problem]));
  return [...unique.values()].sort(
    (a, b) =>
      a.position.line - b.position.line ||
      a.position.column - b.position.column ||
      byCodeUnit(a.message, b.message),
  );
}
