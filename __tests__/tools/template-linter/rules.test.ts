import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exceptionRules } from "../../../tools/template-linter/exceptions";
import { allRules, lint, unreadableFile } from "../../../tools/template-linter/lint";
import { rules } from "../../../tools/template-linter/rules";

const folder = "__tests__/fixtures/template-linter";
const ids = allRules.map(({ id }) => id);

/** Lines that a rule complains about. Rules about the whole run need all others. */
function linesFound(id: string, file: string): number[] {
  const only = rules.filter((rule) => rule.id === id);
  const images = join(folder, id, "images.yaml");
  const paths = [join(folder, id, file), ...(existsSync(images) ? [images] : [])];
  const { findings } = lint(paths, only.length > 0 ? only : rules);
  return [...new Set(findings.filter(({ rule }) => rule === id).map(({ line }) => line))];
}

/** Lines that end with `# bad`. */
function linesMarked(id: string): number[] {
  const lines = readFileSync(join(folder, id, "bad.yaml"), "utf8").split("\n");
  return lines.flatMap((line, index) => (line.endsWith("# bad") ? [index + 1] : []));
}

describe("Rules about templates", () => {
  it("have a bad and a good example each", () => expect(readdirSync(folder).sort()).toEqual([...ids].sort()));

  it("have different ids", () => expect(new Set(ids).size).toBe(ids.length));

  it.each(ids)("%s finds what is marked in its bad example, and nothing else", (id) => {
    expect(linesMarked(id)).not.toEqual([]);
    expect(linesFound(id, "bad.yaml")).toEqual(linesMarked(id));
  });

  it.each(ids)("%s is content with its good example", (id) =>
    expect(linesFound(id, "good.yaml")).toEqual([]),
  );
});

describe("docs/lint-rules.md", () => {
  const sections = readFileSync("docs/lint-rules.md", "utf8")
    .split(/^### /m)
    .slice(1)
    .map((section) => section.split("\n"));

  it("has a section for each rule, in their order, and no other", () =>
    expect(sections.map(([heading]) => heading)).toEqual(ids));

  it.each(allRules)("says the promise of $id, and why", ({ id, sentence }) => {
    const text =
      sections
        .find(([heading]) => heading === id)
        ?.slice(1)
        .join(" ")
        .replace(/\s+/g, " ")
        .trim() ?? "";
    expect(text).toContain(sentence);
    expect(text.length).toBeGreaterThan(sentence.length + 80);
  });
});

it("No exception is possible from the rules about exceptions and files", () => {
  const excusable = rules.map(({ id }) => id);
  for (const { id } of [...exceptionRules, unreadableFile]) expect(excusable).not.toContain(id);
});
