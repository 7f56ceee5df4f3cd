import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parseAllDocuments, stringify } from "yaml";
import { lint, type LintResult } from "../../../tools/template-linter/lint";
import { hostileFiles } from "../../fixtures/hostile-files";

/** The same files in every run. A failure prints the smallest file that it found. */
const seed = 20_261_124;
/** Seconds that the worst file may take on a busy machine. */
const patience = 60;
const folder = mkdtempSync(join(tmpdir(), "aws-argo-infra-lint-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lintText(content: string | Uint8Array): LintResult {
  const file = join(folder, "hostile.yaml");
  writeFileSync(file, content);
  const from = Date.now();
  const result = lint([file]);
  expect((Date.now() - from) / 1000).toBeLessThan(patience);
  // One assertion for all: a file may have 30,000 mistakes.
  const unclear = result.findings.filter(
    ({ line, column, message }) =>
      !(line >= 1 && column >= 1) || /[\p{C}\n]|undefined|\[object/u.test(message),
  );
  expect(unclear).toEqual([]);
  return result;
}

const head = (name = "x") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: {name: ${name}}\nspec:\n`;
const script = (source: string) =>
  `${head()}  templates:\n    - name: main\n      script:\n        command: [sh]\n        source: ${JSON.stringify(source)}\n`;
const expression = (text: string) =>
  `${head()}  templates:\n    - name: main\n      steps:\n        - - when: ${JSON.stringify(text)}\n`;

/** Texts that need quadratic time or more in a careless reader. */
const floods: readonly [string, () => string][] = [
  ["unclosed braces", () => script("{{".repeat(400_000))],
  ["unclosed quotes", () => expression(`{{= ${"\\'".repeat(200_000)} }}`)],
  ["unclosed brackets", () => expression(`{{= ${"a['".repeat(200_000)} }}`)],
  ["150,000 commands", () => script("helm ".repeat(150_000))],
  ["100,000 continued lines", () => script("curl \\\n".repeat(100_000))],
  ["150,000 colons", () => script("://a:".repeat(150_000))],
  [
    "a pattern that backtracks",
    () =>
      `${head().replace("{name: x}", '{name: x, annotations: {aws-argo-infra/pattern.p: "(a+)+$"}}')}  arguments: {parameters: [{name: p, value: ${"a".repeat(50_000)}!}]}\n`,
  ],
  ["200,000 conditions", () => expression(`{{= ${"a && ".repeat(150_000)} b }}`)],
  [
    "300,000 parentheses",
    () =>
      `${head()}  templates: [{name: main, dag: {tasks: [{name: a, when: "true", depends: ${JSON.stringify("(".repeat(300_000))}}]}}]\n`,
  ],
  [
    "300,000 negations",
    () =>
      `${head()}  templates: [{name: main, dag: {tasks: [{name: a, when: "true", depends: ${JSON.stringify("!".repeat(300_000))}}]}}]\n`,
  ],
  [
    "5,000 templates that call each other",
    () =>
      Array.from(
        { length: 5000 },
        (_, n) =>
          `${head(`t${n}`)}  templates: [{name: m, steps: [[{name: s, templateRef: {name: t${n + 1}, template: m}}]]}]\n---\n`,
      ).join(""),
  ],
  [
    "900 tasks in a row, half of them with conditions",
    () =>
      `${head()}  templates:\n    - name: main\n      dag:\n        tasks:\n${Array.from(
        { length: 900 },
        (_, n) =>
          `          - {name: a${n}, template: main, dependencies: [a${n - 1}]${n % 2 ? `, when: "{{= x${n} }}"` : ""}}\n`,
      ).join("")}`,
  ],
  [
    "30,000 unused inputs",
    () =>
      `${head()}  templates:\n    - name: main\n      inputs:\n        parameters:\n${Array.from(
        { length: 30_000 },
        (_, n) => `          - name: p${n}\n`,
      ).join("")}`,
  ],
  [
    "steps nested in each other",
    () => {
      const nested = Array.from({ length: 30 }, () => "{inline: {steps: [[").join("");
      return `${head()}  templates: [{name: main, steps: [[${nested}{name: x}${"]]}}".repeat(30)}]]}]\n`;
    },
  ],
  [
    "an alias that is used a hundred times",
    () =>
      `${head()}  templates:\n    - &t {name: main, container: {args: [${"x, ".repeat(20_000)}]}}\n${"    - *t\n".repeat(90)}`,
  ],
];

describe("The template linter with hostile files", () => {
  it.each(hostileFiles)("survives $label", ({ content }) => {
    lintText(typeof content === "function" ? content() : content);
  });

  it.each(floods)("survives %s", (_, content) => {
    const text = content();
    expect(text.length).toBeLessThan(1_000_000);
    lintText(text);
  });

  it("reports what it can't check", () => {
    const says = (content: string | Uint8Array) =>
      lintText(content).findings.map(({ line, rule, message }) => `${line} ${rule} ${message}`);
    expect(says(`${head()}  templates: &all [{name: main, steps: *all}]\n`)).toEqual([
      "1 unreadable-file an alias is inside its own anchor; Kubernetes can't store that",
    ]);
    expect(says(Buffer.from([0xff, 0x00, 0x80]))).toEqual([
      "1 unreadable-file is not UTF-8; save it as UTF-8",
    ]);
    expect(says(`a: 1\n---\na:\n\tb: 1\n`)).toEqual([
      "4 unreadable-file is not valid YAML: tabs are not allowed as indentation",
    ]);
    expect(says(`${head()}  templates:\n${"    - {name: a}\n".repeat(1001)}`)).toEqual([
      "1 unreadable-file has more than 1000 templates, or a template with more than 1000 nodes; Argo accepts 200",
    ]);
    expect(says(`a: &a [${"x, ".repeat(5000)}]\nb: [${"*a, ".repeat(99)}]\n`)).toEqual([
      "1 unreadable-file has more than 200000 values; split it, or use fewer aliases",
    ]);
    expect(says(`a:\n${Array.from({ length: 150 }, (_, n) => `${" ".repeat(n + 1)}a:\n`).join("")}`)).toEqual(
      ["1 unreadable-file is nested more than 100 levels deep"],
    );
  });

  it("survives bytes of any kind", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void lintText(bytes)),
      { numRuns: 300, seed },
    ));

  it("survives Argo's words in any order", () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 5 })), { maxLength: 60 }),
        (parts) => void lintText(parts.join("")),
      ),
      { numRuns: 500, seed },
    ));

  it("survives any value instead of any value of the examples", () =>
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.nat(), anything, (documents, where, value) => {
        const places = placesIn(documents);
        const place = places[where % places.length];
        const changed: unknown = structuredClone(documents);
        if (place) put(changed, place, value);
        lintText((changed as unknown[]).map((one) => stringify(one)).join("---\n"));
      }),
      { numRuns: 400, seed },
    ));
});

const words = [
  ..."apiVersion: argoproj.io/v1alpha1\n|kind: Workflow\n|spec:\n|  templates:\n|    - name: a\n|      steps:\n|        - - name: b\n".split(
    "|",
  ),
  ..."{{|}}|{{=|inputs.parameters|&a |*a|<<: *a\n|---\n|- |: |[|]|{|}|\"|'|#|\t|\n|  |null|!!binary |%YAML 1.1\n|? ".split(
    "|",
  ),
];

/** Values of the wrong type, and values that look like something else. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e300,
    "",
    [],
    {},
    [[]],
    [null],
    { "": null },
    "{{",
    "{{=}}",
    "{{= inputs }}",
    "__proto__",
  ),
  fc
    .anything({
      maxDepth: 3,
      withNullPrototype: false,
      key: fc.string({ maxLength: 5 }).filter((key) => key !== "__proto__"),
    })
    .filter(isYaml),
);

function isYaml(value: unknown): boolean {
  try {
    return typeof JSON.stringify(value) === "string";
  } catch {
    return false;
  }
}

const fixtures = "__tests__/fixtures/template-linter";
const examples: unknown[][] = readdirSync(fixtures)
  .filter((rule) => rule !== "unreadable-file")
  .flatMap((rule) =>
    ["bad.yaml", "good.yaml"].map((file) => readFileSync(join(fixtures, rule, file), "utf8")),
  )
  .map((text) => parseAllDocuments(text).map((document): unknown => document.toJS() as unknown));

type Path = readonly (string | number)[];

function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, child]) =>
    placesIn(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? below : [path, ...below];
}

function put(target: unknown, path: Path, value: unknown): void {
  const owner = path
    .slice(0, -1)
    .reduce<unknown>((one, key) => (one as Record<string | number, unknown>)[key], target);
  (owner as Record<string | number, unknown>)[path.at(-1) ?? ""] = value;
}
