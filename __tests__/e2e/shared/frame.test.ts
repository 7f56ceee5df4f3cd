import { readArguments } from "../../../e2e/shared/frame";

const options = { groups: ["forms", "paths"], flags: ["--screenshots"] };

describe("readArguments", () => {
  it("tells groups, flags and the pattern of rows apart", () => {
    expect(readArguments(["paths", "--rows", "^a b", "--screenshots"], options)).toEqual({
      groups: ["paths"],
      flags: ["--screenshots"],
      only: /^a b/,
    });
  });

  it("leaves out nothing if nothing is asked for", () => {
    expect(readArguments([], {})).toEqual({ groups: [], flags: [] });
  });

  it("refuses a word that it doesn't know, and says which words it knows", () => {
    expect(() => readArguments(["form"], options)).toThrow(
      "There is no form. You can give: --rows PATTERN, --screenshots, forms, paths.",
    );
  });

  it("refuses --rows without a pattern", () => {
    expect(() => readArguments(["--rows"], options)).toThrow("--rows needs a regular expression.");
  });
});
