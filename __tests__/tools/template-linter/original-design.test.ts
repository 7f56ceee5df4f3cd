import { readFileSync } from "node:fs";
import { lint } from "../../../tools/template-linter/lint";

const folder = "__tests__/fixtures/original-design";

/** `line rule` for each `# finds: rule rule` of the file. */
function marked(): string[] {
  const lines = readFileSync(`${folder}/templates.yaml`, "utf8").split("\n");
  return lines.flatMap((line, index) =>
    (/ # finds: (.+)$/.exec(line)?.[1] ?? "")
      .split(" ")
      .flatMap((rule) => (rule === "" ? [] : [`${index + 1} ${rule}`])),
  );
}

it("The linter finds every kind of mistake of the original design, at its line", () => {
  const found = lint([folder]).findings.map(({ line, rule }) => `${line} ${rule}`);
  expect([...new Set(found)].sort()).toEqual(marked().sort());
  expect(new Set(marked().map((mark) => mark.split(" ")[1])).size).toBe(21);
});
