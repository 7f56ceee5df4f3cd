import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { rulesAsData, watchedPrograms } from "./verdicts";

/** What a watched program did, one line of JSON in the log. */
export interface WatchedCommand {
  readonly words: readonly string[];
  /** Set if it was not run. */
  readonly reason?: string;
  /** Exit code, if it was run. */
  readonly code?: number;
}

/**
 * Puts a program of the same name before each watched one on PATH. It runs the real one, with the real HOME, or notes
 * why not; then it reads its input and prints nothing.
 * @returns the variables that it needs
 */
export function watch(folder: string, log: string, whole: boolean): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  const { PATH = "", HOME = "" } = process.env;
  const script = `#!${process.execPath}
const { appendFileSync, readFileSync, fstatSync } = require("node:fs");
const { spawnSync } = require("node:child_process");
const { basename } = require("node:path");
const rules = ${JSON.stringify(rulesAsData)};
const words = [basename(process.argv[1]), ...process.argv.slice(2)];
const note = (more) => appendFileSync(${JSON.stringify(log)}, JSON.stringify({ words, ...more }) + "\\n");
const [, verdict] = rules.find(([source]) => new RegExp(source).test(words.join(" ") + " ")) ?? [];
const reason = verdict === undefined ? "nobody has said what to do about it"
  : verdict.kind === "parsed" ? verdict.reason
  : verdict.kind === "long" && !${String(whole)} ? "takes minutes: --whole" : undefined;
if (reason !== undefined) {
  note({ reason });
  if (fstatSync(0).isFIFO()) readFileSync(0);
} else {
  const env = { ...process.env, PATH: ${JSON.stringify(PATH)}, HOME: ${JSON.stringify(HOME)} };
  const { status } = spawnSync(words[0], words.slice(1), { stdio: "inherit", env });
  note({ code: status ?? 1 });
  process.exitCode = status ?? 1;
}
`;
  for (const program of watchedPrograms) {
    const file = join(folder, program);
    writeFileSync(file, script);
    chmodSync(file, 0o755);
  }
  return { PATH: `${folder}${delimiter}${PATH}` };
}
