/** One promise and what became of it. */
interface Row {
  readonly name: string;
  readonly expected: string;
  readonly seen: string;
  readonly ok: boolean;
}

const widest = 72;

/** What a run did and found: lines as it goes, a table at the end. */
export class Report {
  private readonly rows: Row[] = [];
  private readonly started = Date.now();

  /** Progress, with the seconds since the start and who speaks. */
  say(who: string, line: string): void {
    console.log(`${this.seconds().toString().padStart(4)} s  ${who.padEnd(11)} ${line}`);
  }

  /** Holds `seen` against `expected`, exactly. */
  expect(who: string, name: string, expected: unknown, seen: unknown): void {
    this.check(who, name, text(expected), seen, text(expected) === text(seen));
  }

  /** For what can't be said by equality: `expected` is a sentence, and the caller judges. */
  check(who: string, name: string, expected: string, seen: unknown, ok: boolean): void {
    this.rows.push({ name: `${who}: ${name}`, expected, seen: text(seen), ok });
    this.say(
      who,
      `${ok ? "ok   " : "WRONG"} ${name}${ok ? "" : `: expected ${expected}; seen ${text(seen)}`}`,
    );
  }

  /** A track that couldn't go on. */
  fail(who: string, error: unknown): void {
    this.check(who, "ran to its end", "yes", error instanceof Error ? error.message : String(error), false);
  }

  seconds(): number {
    return Math.round((Date.now() - this.started) / 1000);
  }

  /** Prints the table; true if every row is right. */
  print(): boolean {
    const cells = this.rows.map(({ name, expected, seen, ok }) => [
      ok ? "ok" : "WRONG",
      short(name),
      short(expected),
      short(seen),
    ]);
    const lines = [["", "name", "expected", "seen"], ...cells];
    const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
    console.log();
    for (const line of lines)
      console.log(
        line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd(),
      );
    const wrong = this.rows.filter(({ ok }) => !ok);
    for (const { name, expected, seen } of wrong)
      console.log(`\nWRONG ${name}\n  expected ${expected}\n  seen     ${seen}`);
    console.log(`\n${this.rows.length} promises, ${wrong.length} wrong, ${this.seconds()} s`);
    return this.rows.length > 0 && wrong.length === 0;
  }
}

function text(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(sorted(value));
}

/** The same value with the keys of every object in order, so that order doesn't count. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}

function short(cell: string): string {
  const line = cell.replace(/\s+/g, " ");
  return line.length > widest ? `${line.slice(0, widest - 3)}...` : line;
}
