/** Escapes control, format and line-breaking characters, so the text stays on one line and can't control a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}

/** The beginning of a long text. Never cuts a character in half. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 3).replace(/[\ud800-\udbff]$/, "")}...`;
}

/** ASCII only, so that no letter passes for another: a Cyrillic a is \\u0430. */
function ascii(text: string): string {
  return text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A value on one short line, in ASCII. */
export function show(value: unknown): string {
  const text =
    typeof value === "object" && value !== null
      ? Array.isArray(value)
        ? "a list"
        : "a map"
      : typeof value === "number"
        ? String(value)
        : JSON.stringify(value);
  const line = ascii(text);
  // Whole escapes only.
  return line.length <= 80 ? line : `${line.slice(0, 77).replace(/\\(u[0-9a-f]{0,3})?$/, "")}...`;
}
