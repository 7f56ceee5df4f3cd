import { isDeepStrictEqual } from "node:util";

interface Row {
  readonly name: string;
  readonly expected: string;
  readonly seen: string;
  readonly ok: boolean;
}

const show = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "undefined" : JSON.stringify(value);
const cut = (text: string): string => text.replaceAll("\n", " ").slice(0, 110);

/** What a run saw, row by row, and whether it was right. */
export class Table {
  readonly #rows: Row[] = [];

  /** Looks once and compares; an exception is a wrong row, with its message as what was seen. */
  async row<T>(name: string, expected: T, look: () => Promise<T> | T): Promise<void> {
    const from = Date.now();
    let seen: unknown;
    try {
      seen = await look();
    } catch (error) {
      seen = `threw: ${error instanceof Error ? error.message : String(error)}`;
    }
    const ok = isDeepStrictEqual(seen, expected);
    this.#rows.push({ name, expected: show(expected), seen: show(seen), ok });
    const seconds = ((Date.now() - from) / 1000).toFixed(1);
    console.log(`${ok ? "ok   " : "WRONG"} ${name.padEnd(62)} ${seconds.padStart(5)} s`);
    if (!ok) console.log(`      expected ${show(expected)}\n      saw      ${show(seen)}`);
  }

  get wrong(): number {
    return this.#rows.filter(({ ok }) => !ok).length;
  }

  /** The whole table, then its wrong rows once more and in full, where CI's record ends, and a closing line. */
  print(): void {
    console.log("\nname | expected | seen | ok");
    for (const { name, expected, seen, ok } of this.#rows)
      console.log([name, cut(expected), cut(seen), ok ? "yes" : "NO"].join(" | "));
    for (const { name, expected, seen } of this.#rows.filter(({ ok }) => !ok))
      console.log(`\nWRONG ${name}\n  expected ${expected}\n  saw      ${seen.slice(0, 1500)}`);
    console.log(`\n${this.#rows.length - this.wrong} passed, ${this.wrong} failed`);
  }
}
