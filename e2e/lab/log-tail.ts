import { readFileSync } from "node:fs";

/** The last lines of a log file, indented, for an error message; says so when there is none. */
export function logTail(file: string, lines = 15): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trimEnd();
  } catch {
    return "  (no log)";
  }
  if (text === "") return "  (empty)";
  return text
    .split("\n")
    .slice(-lines)
    .map((line) => `  ${line.slice(0, 500)}`)
    .join("\n");
}
