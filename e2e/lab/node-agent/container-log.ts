import { closeSync, existsSync, openSync, readFileSync, readSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Options of a log request, as in the pod log API. */
export interface LogOptions {
  readonly timestamps?: boolean;
  readonly tailLines?: number;
  readonly sinceTime?: Date;
  readonly limitBytes?: number;
}

/** One written piece of output, as the container runtime interface stores it. */
export interface LogEntry {
  readonly time: string;
  readonly stream: string;
  /** False if the line continues in the stream's next entry. */
  readonly whole: boolean;
  readonly text: string;
}

/** Reads `TIME STREAM F|P text`; undefined for anything else. */
export function parseEntry(line: string): LogEntry | undefined {
  const found = /^(\S+) (stdout|stderr) ([FP]) ([^]*)$/.exec(line);
  if (found === null) return undefined;
  const [, time = "", stream = "", tag, text = ""] = found;
  return { time, stream, whole: tag === "F", text };
}

/** The text of these entries, as a reader gets it. */
export function selectEntries(entries: readonly LogEntry[], options: LogOptions): string {
  const { sinceTime, tailLines, limitBytes } = options;
  let chosen = entries.filter(({ time }) => sinceTime === undefined || new Date(time) >= sinceTime);
  if (tailLines !== undefined) chosen = tailLines === 0 ? [] : chosen.slice(-tailLines);
  const text = chosen.map((entry) => format(entry, options.timestamps === true)).join("");
  return limitBytes === undefined ? text : Buffer.from(text).subarray(0, limitBytes).toString("utf8");
}

function format({ time, whole, text }: LogEntry, timestamps: boolean): string {
  return `${timestamps ? `${time} ` : ""}${text}${whole ? "\n" : ""}`;
}

const entriesOf = (text: string): LogEntry[] => text.split("\n").flatMap((line) => parseEntry(line) ?? []);

/** The current content of a log. */
export function readLog(file: string, options: LogOptions): string {
  return existsSync(file) ? selectEntries(entriesOf(readFileSync(file, "utf8")), options) : "";
}

/** The last lines of a log, at most `bytes` of them, for a termination message. */
export function lastLines(file: string, lines: number, bytes: number): string {
  return Buffer.from(readLog(file, { tailLines: lines }))
    .subarray(-bytes)
    .toString("utf8");
}

/** The current content of a log and everything added to it, until `ended` is true. */
export async function* followLog(
  file: string,
  options: LogOptions,
  ended: () => boolean,
): AsyncGenerator<string> {
  while (!existsSync(file)) {
    if (ended()) return;
    await sleep(100);
  }
  const descriptor = openSync(file, "r");
  try {
    const chunk = Buffer.alloc(65536);
    let rest = Buffer.alloc(0);
    let first = true;
    let left = options.limitBytes ?? Infinity;
    for (;;) {
      const last = ended();
      const parts = [rest];
      for (let size; (size = readSync(descriptor, chunk, 0, chunk.length, null)) > 0;)
        parts.push(Buffer.from(chunk.subarray(0, size)));
      const data = Buffer.concat(parts);
      const end = data.lastIndexOf(10) + 1;
      rest = data.subarray(end);
      const text = selectEntries(entriesOf(data.subarray(0, end).toString("utf8")), {
        ...options,
        tailLines: first ? options.tailLines : undefined,
        limitBytes: Number.isFinite(left) ? left : undefined,
      });
      first = false;
      left -= Buffer.byteLength(text);
      if (text !== "") yield text;
      if (last || left <= 0) return;
      await sleep(100);
    }
  } finally {
    closeSync(descriptor);
  }
}
