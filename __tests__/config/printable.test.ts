import { printable, shortened } from "../../config/printable";

describe("printable", () => {
  it("doesn't change text in any language", () => {
    expect(printable("a \u00e9 \u4e2d \u{1f600} ~")).toBe("a \u00e9 \u4e2d \u{1f600} ~");
  });

  it.each([
    ["\n", "\\u000a"],
    ["\u001b", "\\u001b"],
    ["\u007f", "\\u007f"],
    ["\u0085", "\\u0085"],
    ["\u2028", "\\u2028"],
    ["\u2029", "\\u2029"],
    ["\u202e", "\\u202e"],
    ["\ufeff", "\\ufeff"],
    ["\ud800", "\\ud800"],
    ["\u{e0001}", "\\udb40\\udc01"],
  ])("escapes %j", (character, escaped) => {
    expect(printable(`a${character}b`)).toBe(`a${escaped}b`);
  });
});

describe("shortened", () => {
  it("cuts only a text that is longer than the limit", () => {
    expect(shortened("abcde", 5)).toBe("abcde");
    expect(shortened("abcdef", 5)).toBe("ab...");
  });

  it("never cuts a character in half", () => {
    expect(shortened("ab\u{1f600}cdef", 6)).toBe("ab...");
  });
});
