import { printable, shortened } from "../../../config/printable";
import { Sensitive, Unknown, type Value } from "../sentence";

/** How a value of a plan is printed: as a code span of Markdown, or as plain text. */
export type Escape = (value: string) => string;

/** Longest value in a sentence. */
const most = 160;

/** One line of ASCII: no control character, no direction mark, and no letter that passes for another. */
function plain(value: string): string {
  return shortened(printable(value), most).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * A code span of CommonMark, with more backticks than the value has in a row: nothing in it is Markdown, HTML, a link or
 * a mention.
 */
export const codeSpan: Escape = (value) => {
  const line = plain(value);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const room = line === "" || /^[` ]|[` ]$/.test(line) ? " " : "";
  return `${fence}${room}${line}${room}${fence}`;
};

/** As it is if it is one word, else in quotes. Without backticks, so that it can't end a code block around the page. */
export const quoted: Escape = (value) => {
  const line = plain(value);
  return /^[\w.:/@*?+=$-]+$/.test(line)
    ? line
    : JSON.stringify(line).replaceAll("\\\\u", "\\u").replaceAll("`", "\\u0060");
};

/** Most entries of a list in a sentence. */
const entries = 8;

export function printedValue(value: Value, escape: Escape): string {
  if (value instanceof Unknown || value instanceof Sensitive) return value.toString();
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return escape(value);
  if (value.length === 0) return "nothing";
  const shown = value.slice(0, value.length > entries ? entries - 1 : entries).map((each) => escape(each));
  const left = value.length - shown.length;
  const all = left > 0 ? [...shown, `${left} more`] : shown;
  return all.length === 1 ? (all[0] ?? "") : `${all.slice(0, -1).join(", ")} and ${all.at(-1) ?? ""}`;
}
