import { mkdtempSync, rmSync } from "node:fs";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import type { Environment } from "../../config/environment";
import { EnvironmentFileError, loadEnvironments } from "../../config/load";
import { synthesize } from "../../stacks/synthesize";
import { edited, type Edits, withFolder } from "../fixtures/environment-file";
import { fieldCases, neededFor } from "../fixtures/fields";

/** Every run uses the same files. A failure prints the seed and the smallest file that fails. */
const seed = 20_261_123;

const valid = [
  edited(),
  readFileSync("__tests__/fixtures/environments/production.yaml", "utf8"),
  readFileSync("__tests__/fixtures/environments/local.yaml", "utf8"),
];

const weirdText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    "~",
    "null",
    "<<",
    "__proto__",
    "constructor",
    "${x}",
    "%{x}",
    "{{x}}",
    "*",
    "&a",
    "!!x",
    "\t",
  ),
  fc.constantFrom(
    "- ",
    "? ",
    ": ",
    "[",
    "{",
    '"',
    "'",
    "|",
    ">",
    "#",
    "---\n",
    "...\n",
    "%YAML 1.1\n---\n",
    "\r",
    "\0",
  ),
  fc.constantFrom(
    "\u2028",
    "\u202e",
    "\ud800",
    "\u001b[2J",
    "0x1f",
    "1e999",
    ".nan",
    "-0",
    "1_000",
    "012",
    "2001-01-01",
  ),
  fc.nat({ max: 3000 }).map((length) => "x".repeat(length)),
  fc.nat({ max: 300 }).map((depth) => "[".repeat(depth)),
);
const weirdValue = fc.oneof(
  weirdText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer(),
  fc.double(),
  fc.constant(undefined),
);

interface Map {
  [key: string]: unknown;
}
const isMap = (value: unknown): value is Map =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** All maps in a document, the outermost first. */
function mapsOf(value: unknown): Map[] {
  if (Array.isArray(value)) return value.flatMap(mapsOf);
  return isMap(value) ? [value, ...Object.values(value).flatMap(mapsOf)] : [];
}

/** Removes, renames, copies or replaces one entry of a document. */
const structural = fc
  .record({ map: fc.nat(), entry: fc.nat(), how: fc.nat({ max: 4 }), key: weirdText, value: weirdValue })
  .map(({ map, entry, how, key, value }) => (document: unknown) => {
    const maps = mapsOf(document);
    const target = maps[map % maps.length];
    const keys = Object.keys(target ?? {});
    const name = keys[entry % Math.max(1, keys.length)];
    if (!target || name === undefined) return;
    if (how === 0) Reflect.deleteProperty(target, name);
    else if (how === 1) target[name] = value;
    else if (how === 2) target[key] = value;
    else if (how === 3) {
      target[`${name}${key.slice(0, 1)}`] = target[name];
      Reflect.deleteProperty(target, name);
    } else target[name] = structuredClone(maps[entry % maps.length]);
  });

/** A document with some changed entries, as YAML. */
const changedDocument = fc
  .tuple(fc.constantFrom(...valid), fc.array(structural, { minLength: 1, maxLength: 4 }))
  .map(([text, changes]) => {
    const document: unknown = parse(text);
    for (const change of changes) change(document);
    return Buffer.from(stringify(document));
  });

/** A text with copied, removed or moved lines, or with other text or bytes in it. */
const changedText = fc
  .record({
    text: fc.constantFrom(...valid),
    at: fc.nat(),
    how: fc.nat({ max: 4 }),
    other: weirdText,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  })
  .map(({ text, at, how, other, bytes }) => {
    const lines = text.split("\n");
    const row = at % lines.length;
    const place = at % text.length;
    if (how === 0) lines.splice(row, 1);
    if (how === 1) lines.splice(row, 0, lines[row] ?? "");
    if (how === 2) lines.push(...lines.splice(row, 1));
    if (how < 3) return Buffer.from(lines.join("\n"));
    if (how === 3) return Buffer.from(text.slice(0, place) + other + text.slice(place + (at % 3)));
    const whole = Buffer.from(text);
    return Buffer.concat([whole.subarray(0, place), bytes, whole.subarray(place)]);
  });

/** Some fields at their limits, each of them valid on its own. */
const rightFields = fc
  .uniqueArray(
    fc
      .constantFrom(...fieldCases)
      .chain(({ field, accepted }) => fc.constantFrom(...accepted).map((yaml) => [field, yaml] as const)),
    { selector: ([field]) => field, minLength: 1, maxLength: 12 },
  )
  .map((edits) => {
    const needed = Object.assign({}, ...edits.map(([field]) => neededFor(field))) as Edits;
    return Buffer.from(edited({ ...needed, ...Object.fromEntries(edits) }));
  });

const line = /^environments\/dev\.yaml:(\d+):(\d+) (.+)$/;

/** The environments of a file, or undefined if clear lines say what is wrong. Anything else throws. */
function outcome(content: Buffer): Environment[] | undefined {
  return withFolder({ "dev.yaml": content }, (folder) => {
    try {
      return loadEnvironments(folder);
    } catch (error) {
      if (!(error instanceof EnvironmentFileError)) throw error;
      expect(error.problems.length).toBeGreaterThan(0);
      const rows = content.toString("utf8").split("\n");
      for (const problem of error.problems) checkLine(problem.replaceAll(folder, "environments"), rows);
      expect(new Set(error.problems).size).toBe(error.problems.length);
      return undefined;
    }
  });
}

function checkLine(problem: string, rows: readonly string[]): void {
  const [, row, column, text = ""] = line.exec(problem) ?? [];
  expect(problem).toMatch(line);
  expect(problem.length).toBeLessThan(500);
  expect(problem).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  expect(text).not.toMatch(/\bat .+:\d+:\d+|undefined|NaN must|\[object|Invalid input|ZodError/);
  expect(Number(row)).toBeGreaterThanOrEqual(1);
  expect(Number(row)).toBeLessThanOrEqual(rows.length);
  expect(Number(column)).toBeGreaterThanOrEqual(1);
  expect(Number(column)).toBeLessThanOrEqual((rows[Number(row) - 1] ?? "").length + 1);
}

describe("a valid file, whatever happens to it", () => {
  it.each([
    ["with changed entries", changedDocument, 250],
    ["with changed text", changedText, 300],
    ["with fields at their limits", rightFields, 100],
  ] as const)("%s is an environment or a list of clear lines", (_, files, numRuns) => {
    fc.assert(
      fc.property(files, (content) => {
        outcome(content);
      }),
      { seed, numRuns },
    );
  });

  it("synthesizes if it is still an environment", () => {
    const outdir = mkdtempSync(join(tmpdir(), "synthesis-"));
    let synthesized = 0;
    try {
      fc.assert(
        fc.property(fc.oneof(rightFields, changedDocument, changedText), (content) => {
          const environments = outcome(content);
          if (!environments) return;
          synthesize(environments, outdir);
          synthesized += 1;
        }),
        { seed, numRuns: 30 },
      );
    } finally {
      rmSync(outdir, { recursive: true });
    }
    expect(synthesized).toBeGreaterThan(5);
  });
});
