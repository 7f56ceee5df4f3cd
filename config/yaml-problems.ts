import { type Document, isScalar, type LineCounter, visit, type YAMLError } from "yaml";
import { printable, shortened, show } from "./printable";
import { type Position, type Problem, startOfFile } from "./problem";
import { slipIn } from "./yaml-slips";

/** Limit of syntax errors that are shown for a file with several documents: one error often causes many more. */
const maxFaults = 5;

/** Where an offset is in a file, counted from 1. */
export function positionIn(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** What is wrong with the file as a whole. */
export function problem(message: string): Problem {
  return { position: startOfFile, message };
}

export const tooDeep = problem("is nested too deeply to be read");

/**
 * Keys that a map has twice, of which only one value would count, and `__proto__`, to which plain JavaScript objects
 * give another meaning.
 */
export function wrongKeys(document: Document, lines: LineCounter): Problem[] {
  const found: Problem[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const first = new Map<string, number>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const offset = key.range?.[0] ?? 0;
        const twin = first.get(name);
        first.set(name, twin ?? offset);
        const message =
          name === "__proto__"
            ? "__proto__ can't be a key; remove it"
            : twin !== undefined &&
              `${show(name).slice(1, -1)} is already in line ${positionIn(lines, twin).line}; keep one of them`;
        if (message) found.push({ position: positionIn(lines, offset), message });
      }
    },
    // A scalar has no map in it.
    Scalar: () => visit.SKIP,
  });
  return found;
}

/** One line for a file that isn't YAML: where the person's hand slipped, or the parser's first error. */
export function firstSlip(source: string, faults: readonly YAMLError[], lines: LineCounter): Problem {
  const own = inOwnWords(faults, lines)[0] ?? problem("is not valid YAML");
  const [fault] = faults;
  if (fault === undefined || own === tooDeep) return own;
  if (fault.code === "MULTIPLE_DOCS" || faults.some(({ code }) => code === "TAB_AS_INDENT")) return own;
  const position = positionIn(lines, fault.pos[0]);
  const rest = source.slice(fault.pos[0]);
  const mark = shortened(printable(/^[*!][^\s,\]}]*/.exec(rest)?.[0] ?? ""), 40);
  if (mark.startsWith("*")) return { position, message: notAnAlias(mark) };
  if (fault.code === "TAG_RESOLVE_FAILED")
    return {
      position,
      message: `begins with ${mark}, which YAML reads as a tag; remove it, or put it in quotes`,
    };
  const slip = slipIn(source);
  if (slip) return { ...slip, message: shortened(printable(slip.message), 160) };
  if (fault.code === "NON_STRING_KEY")
    return { position, message: "is a list or map in place of a key; write a name" };
  return own;
}

export function notAnAlias(mark: string): string {
  return `begins with ${shortened(printable(mark), 40)}, which YAML reads as an alias; put it in quotes`;
}

/** The parser's errors in our words, without those that only follow from another error. */
export function inOwnWords(faults: readonly YAMLError[], lines: LineCounter): Problem[] {
  // Where the stack overflows depends on the machine, so the position means nothing.
  if (faults.some(({ message }) => message.includes("call stack"))) return [tooDeep];
  const tab = faults.find(({ code }) => code === "TAB_AS_INDENT");
  return (tab ? [tab] : faults.slice(0, maxFaults)).map(({ code, message, pos }) => ({
    position: positionIn(lines, pos[0]),
    message: code === "MULTIPLE_DOCS" ? "has a second document; keep one" : notYaml(message),
  }));
}

/** The parser's own message on one line, with a lowercase first letter like ours. */
export function notYaml(message: string): string {
  const line = message.split("\n")[0] ?? message;
  return `is not valid YAML: ${shortened(printable(`${line.charAt(0).toLowerCase()}${line.slice(1)}`), 160)}`;
}
