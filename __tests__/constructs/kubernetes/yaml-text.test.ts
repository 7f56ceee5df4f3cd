import fc from "fast-check";
import { stringify } from "yaml";
import { yamlText } from "../../../constructs/kubernetes/yaml-text";

const options = { lineWidth: 0, sortMapEntries: false, compat: "yaml-1.1" } as const;

/** Texts that YAML writes in many ways: plain, quoted, over several lines, with spaces at either end. */
const text = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.array(fc.constantFrom("a", "b c", " ", "\n", "\n\n", "\t", ": ", " #", "'", '"', "- ", "---", "\\"), {
      maxLength: 12,
    }),
    fc.constantFrom(
      "yes",
      "on",
      "y",
      "012",
      "1_000",
      "1:30",
      "0x1f",
      ".nan",
      "~",
      "null",
      "<<",
      "=",
      "2001-01-01",
    ),
    fc.constant("long line ".repeat(30)),
  )
  .map((parts) => (typeof parts === "string" ? parts : parts.join("")));

const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text,
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e6),
    fc.array(tie("data"), { maxLength: 4 }),
    fc.dictionary(text, fc.oneof(tie("data"), fc.constant(undefined)), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe("yamlText", () => {
  it("writes what the library writes", () =>
    fc.assert(
      fc.property(fc.dictionary(text, data, { noNullPrototype: true }), (value) => {
        expect(yamlText(value)).toBe(stringify(value, options));
      }),
      { seed: 20_261_128, numRuns: 300 },
    ));

  it("writes an object that is there twice once, or each time", () => {
    const groups = ["argoproj.io"];
    const value = { rules: [{ groups }, { groups }] };
    expect(yamlText(value)).toBe(stringify(value, options));
    expect(yamlText(value)).toContain("groups: *a1\n");
    expect(yamlText(value, { aliases: false })).toBe(
      stringify(value, { ...options, aliasDuplicateObjects: false }),
    );
  });
});
