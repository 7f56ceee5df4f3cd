import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

interface Row {
  readonly name: string;
  readonly expected: string;
  readonly seen: string;
  readonly ok: boolean;
}

export interface TableOptions {
  /** Rows whose names don't match are skipped. */
  readonly only?: RegExp;
  /** Where lines go; default: standard output. */
  readonly print?: (line: string) => void;
}

/**
 * Seconds after which a row without an answer is wrong: ten times what the slowest row takes on an idle machine. It ends
 * a run that hangs, and is no measure of speed.
 */
const limit = 1800;

/** The expected and actual results of a run, row by row. */
export class Table {
  readonly #rows: Row[] = [];
  readonly #only: RegExp | undefined;
  readonly #print: (line: string) => void;

  constructor({ only, print = console.log }: TableOptions = {}) {
    this.#only = only;
    this.#print = print;
  }

  /** Calls `look` once and compares its result. After an exception the row is wrong and shows the message. */
  async row<T>(name: string, expected: T, look: () => Promise<T> | T, seconds = limit): Promise<void> {
    if (!this.wants(name)) return;
    const from = Date.now();
    const timer = new AbortController();
    const late = sleep(seconds * 1000, `no answer after ${seconds} s`, { signal: timer.signal });
    late.catch(() => undefined);
    let seen: unknown;
    try {
      seen = await Promise.race([late, (async () => look())()]);
    } catch (error) {
      seen = thrown(error);
    } finally {
      timer.abort();
    }
    this.add(name, show(expected), show(seen), isDeepStrictEqual(seen, expected), Date.now() - from);
  }

  /** Compares with a result that the caller already has. */
  compare(name: string, expected: unknown, seen: unknown): void {
    this.judge(name, show(expected), seen, isDeepStrictEqual(seen, expected));
  }

  /** For results that equality can't judge: `expected` is a sentence, and the caller decides. */
  judge(name: string, expected: string, seen: unknown, ok: boolean): void {
    if (this.wants(name)) this.add(name, expected, show(seen), ok);
  }

  /** A part of the run that threw: always a row, and always wrong. */
  fail(name: string, error: unknown): void {
    this.add(name, "runs to its end", thrown(error), false);
  }

  /** False if the run leaves out the row of this name. */
  wants(name: string): boolean {
    return this.#only?.test(name) ?? true;
  }

  get wrong(): number {
    return this.#rows.filter(({ ok }) => !ok).length;
  }

  /** A run without rows proves nothing. */
  get good(): boolean {
    return this.#rows.length > 0 && this.wrong === 0;
  }

  /** Prints the whole table, then its wrong rows in full, since CI shows the end of the output, and the counts. */
  print(): void {
    this.#print("\nname | expected | seen | ok");
    for (const { name, expected, seen, ok } of this.#rows)
      this.#print([name, cut(expected), cut(seen), ok ? "yes" : "NO"].join(" | "));
    for (const { name, expected, seen } of this.#rows.filter(({ ok }) => !ok))
      this.#print(`\nWRONG ${name}\n  expected ${expected}\n  saw      ${seen.slice(0, 1500)}`);
    if (this.#rows.length === 0) this.#print("\nWRONG no row has run");
    this.#print(`\n${this.#rows.length - this.wrong} passed, ${this.wrong} failed`);
  }

  private add(name: string, expected: string, seen: string, ok: boolean, milliseconds?: number): void {
    this.#rows.push({ name, expected, seen, ok });
    const time = milliseconds === undefined ? "" : ` ${(milliseconds / 1000).toFixed(1).padStart(5)} s`;
    this.#print(`${ok ? "ok   " : "WRONG"} ${name.padEnd(time ? 62 : 0)}${time}`);
    if (!ok) this.#print(`      expected ${expected}\n      saw      ${seen}`);
  }
}

/** For the printed table; rows compare the values themselves. */
function show(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "undefined" : JSON.stringify(value);
}

function thrown(error: unknown): string {
  return `threw: ${error instanceof Error ? error.message : String(error)}`;
}

function cut(text: string): string {
  return text.replaceAll("\n", " ").slice(0, 110);
}
