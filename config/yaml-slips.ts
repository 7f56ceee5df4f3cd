import type { Problem } from "./problem";

/** A line that has a key, an item of a list, or both. */
interface Line {
  /** Its position in the file, from 0. */
  readonly index: number;
  /** Spaces before the first character. */
  readonly indent: number;
  /** Without indentation, comment and hyphens of a list. */
  readonly text: string;
  /** Column of `text`, from 0. */
  readonly start: number;
  /** Whether deeper lines belong to it: it is a key without a value, or an item. */
  readonly open: boolean;
}

const keyOnly = /^[^\s"'[\]{},#&*!|>@`%][^:#]*:$/;
const keyAndValue = /^([^\s"'[\]{},#&*!|>@`%][^:#]*|"[^"]*"|'[^']*'):\s+(\S.*)$/;

/**
 * Where a person's hand slipped in a file that isn't YAML, and how to fix it. A parser notices a missing quote,
 * bracket or space only later, often at the end of the file. Undefined if none of the usual slips is in the file.
 */
export function slipIn(source: string): Problem | undefined {
  const rows = source.replace(/^\ufeff/, "").split(/\r?\n/);
  const lines: Line[] = [];
  for (let index = 0; index < rows.length; index += 1) {
    const line = lineAt(rows[index] ?? "", index);
    if (line === undefined) continue;
    const value = keyAndValue.exec(line.text)?.[2] ?? (line.open ? "" : line.text);
    const slip = spaceAfterColon(line) ?? valueSlip(line, value) ?? unclosed(rows, line, value);
    if (slip) return slip;
    lines.push(line);
    index = endOfValue(rows, line, value);
  }
  return indentation(lines);
}

function lineAt(row: string, index: number): Line | undefined {
  const [, spaces = "", dashes = "", rest = ""] = /^( *)((?:- +)*)(.*?)\s*$/.exec(row) ?? [];
  const text = rest.startsWith("#") ? "" : rest.replace(/\s+#.*$/, "");
  if ((text === "" && dashes === "") || /^(---|\.\.\.|%)/.test(row)) return undefined;
  const start = spaces.length + dashes.length;
  return {
    index,
    indent: spaces.length,
    text,
    start,
    open: dashes !== "" || text === "-" || keyOnly.test(text),
  };
}

function spaceAfterColon({ index, text, start }: Line): Problem | undefined {
  const [, key = "", value = ""] = /^([A-Za-z][\w.-]*):([^\s:/\\][^:]*)$/.exec(text) ?? [];
  if (key === "") return undefined;
  return at(index, start + key.length, `needs a space after the colon; write ${key}: ${value}`);
}

/** A value that YAML reads as something else than text. */
function valueSlip({ index, text, start }: Line, value: string): Problem | undefined {
  const column = start + text.length - value.length;
  const first = value.charAt(0);
  if (value.startsWith("{{")) {
    return at(index, column, "has a placeholder of another tool; write the value, or put it in quotes");
  }
  if ("@`%".includes(first) && first !== "")
    return at(index, column, `begins with ${first}, which YAML reserves; put the value in quotes`);
  if (!`"'[{|>&*!`.includes(first) && /[^:]:\s/.test(value))
    return at(index, column, "has a second colon; put the value in quotes");
  return undefined;
}

/** A quote or bracket that is still open when the next key begins, or at the end of the file. */
function unclosed(rows: readonly string[], line: Line, value: string): Problem | undefined {
  const opening = value.charAt(0);
  if (!`"'[{`.includes(opening) || opening === "") return undefined;
  const end = endOfValue(rows, line, value);
  const quote = opening === '"' || opening === "'";
  for (let index = line.index + 1; index <= Math.min(end, rows.length); index += 1) {
    const row = rows[index];
    const key = row === undefined ? undefined : /^( *)[\w./-]+:(\s|$)/.exec(row);
    if (row !== undefined && !(key && (key[1] ?? "").length <= line.indent)) continue;
    const closing = quote ? opening : opening === "[" ? "]" : "}";
    const column = line.start + line.text.length - value.length;
    return at(
      line.index,
      column,
      `has ${quote ? "a quote" : opening} without its closing ${closing}; add it`,
    );
  }
  return undefined;
}

/** Index of the last line of a value: of its block, or of what its quotes or brackets enclose. */
function endOfValue(rows: readonly string[], { index, indent }: Line, value: string): number {
  if (/^[|>]/.test(value)) {
    let end = index;
    while (end + 1 < rows.length) {
      const next = rows[end + 1] ?? "";
      if (next.trim() !== "" && (/^ */.exec(next)?.[0].length ?? 0) <= indent) break;
      end += 1;
    }
    return end;
  }
  if (!/^["'[{]/.test(value)) return index;
  const state = { quote: "", depth: 0 };
  follow(state, value);
  let end = index;
  while ((state.quote !== "" || state.depth > 0) && end < rows.length) {
    end += 1;
    follow(state, rows[end] ?? "");
  }
  return end;
}

function follow(state: { quote: string; depth: number }, text: string): void {
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (state.quote !== "") {
      if (character === "\\" && state.quote === '"') at += 1;
      else if (character === state.quote) state.quote = "";
      if (state.quote === "" && state.depth === 0) return;
    } else if (character === "#" && /\s/.test(text.charAt(at - 1))) return;
    else if ((character === '"' || character === "'") && /^$|[\s[{,:]/.test(text.charAt(at - 1)))
      state.quote = character;
    else if (character === "[" || character === "{") state.depth += 1;
    else if (character === "]" || character === "}") state.depth -= 1;
  }
}

function indentation(lines: readonly Line[]): Problem | undefined {
  const levels: number[] = [];
  for (const [number, line] of lines.entries()) {
    const above = lines[number - 1];
    if (above !== undefined && line.indent > above.indent && !above.open) {
      const parent = lines[number - 2];
      // `cluster:` with nothing below it, then a key that isn't indented, then one that is.
      if (parent?.open && parent.indent === above.indent)
        return at(above.index, above.start, `must be indented below ${parent.text.slice(0, -1)}`);
      return oddOne(lines, above, line);
    }
    while ((levels.at(-1) ?? -1) > line.indent) levels.pop();
    if (levels.at(-1) !== line.indent) {
      if (above !== undefined && line.indent < above.indent) return oddOne(lines, above, line);
      levels.push(line.indent);
    }
  }
  return undefined;
}

/** Of two neighbors that should have the same indentation, the one that differs from the rest of their block. */
function oddOne(lines: readonly Line[], above: Line, line: Line): Problem {
  const outside = Math.min(above.indent, line.indent);
  const before =
    lines.filter(({ index, indent }) => index < line.index && indent < outside).at(-1)?.index ?? -1;
  const after = lines.find(({ index, indent }) => index > line.index && indent < outside)?.index ?? Infinity;
  const block = lines.filter(({ index }) => index > before && index < after);
  const how = (indent: number) => block.filter((each) => each.indent === indent).length;
  const [odd, usual] = how(above.indent) < how(line.indent) ? [above, line] : [line, above];
  const message = `is indented by ${odd.indent} spaces, and its neighbor in line ${usual.index + 1} by ${usual.indent}; align them`;
  return at(odd.index, odd.start, message);
}

function at(index: number, column: number, message: string): Problem {
  return { position: { line: index + 1, column: column + 1 }, message };
}
