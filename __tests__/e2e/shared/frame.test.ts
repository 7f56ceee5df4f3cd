import { readArguments } from "../../../e2e/shared/frame";

const options = { groups: ["forms", "paths"], flags: ["--screenshots"] };

describe("readArguments", () => {
  it("reads groups, flags and the pattern of rows", () => {
    expect(readArguments(["paths", "--rows", "^a b", "--screenshots"], options)).toEqual({
      groups: ["paths"],
      flags: ["--screenshots"],
      only: /^a b/,
    });
  });

  it("runs everything without arguments", () => {
    expect(readArguments([], {})).toEqual({ groups: [], flags: [] });
  });

  it("refuses an unknown word, and lists the known ones", () => {
    expect(() => readArguments(["form"], options)).toThrow(
      "there is no form; you can give --rows PATTERN, --screenshots, forms, paths",
    );
  });

  it("refuses --rows without a pattern", () => {
    expect(() => readArguments(["--rows"], options)).toThrow("--rows needs a regular expression");
  });
});
