import { byCodeUnit } from "../../../config/code-unit-order";
import { type Finding, type Level, say, type Sentence, topics } from "../sentence";
import { codeSpan, type Escape, printedValue, quoted } from "./escape";
import { together } from "./together";

/** Everything that a page says. */
export interface Page {
  readonly findings: readonly Finding[];
  /** What changes in each stack, address by address. */
  readonly rest: readonly StackRest[];
  /** What this page can't promise. */
  readonly notProved: readonly Sentence[];
}

export interface StackRest {
  readonly stack: string;
  /** What happens to the resources of the stack, in one sentence. */
  readonly summary: Sentence;
  readonly lines: readonly Sentence[];
}

export type Format = "markdown" | "text";

/** A comment on GitHub has at most 65,536 characters. */
const longest = 60_000;

const marks: Readonly<Record<Level, string>> = {
  danger: "[!!] DANGER",
  check: "[!] CHECK",
  note: "[i] NOTE",
  same: "[=] NO MEANING",
};

const headings: Readonly<Record<Level, string>> = {
  danger: "Danger: don't approve before you understand each of these",
  check: "Check: somebody can do more, or something is interrupted, replaced or costs more",
  note: "Also changes",
  same: "Changes without meaning",
};

/** The page as text. Dangers come first and are never left out; the folded rest is cut if the page gets too long. */
export function printedPage(page: Page, format: Format): string {
  const escape = format === "markdown" ? codeSpan : quoted;
  const print = (sentence: Sentence) =>
    sentence.parts
      .map((part) => (typeof part === "string" ? part : printedValue(part.value, escape)))
      .join("");
  const heading = (level: number, text: string) =>
    format === "markdown" ? `${"#".repeat(level)} ${text}` : text;

  const lines = [heading(2, "What this plan means"), "", verdict(page.findings), ""];
  for (const level of ["danger", "check", "note", "same"] as const) {
    const own = ordered(together(page.findings.filter((finding) => finding.level === level)));
    if (own.length === 0) continue;
    lines.push(heading(3, `${marks[level]}: ${headings[level].replace(/^(Danger|Check): /, "")}`), "");
    lines.push(...unique(own.map((finding) => `- ${topic(finding, format)} ${print(finding.sentence)}`)), "");
  }
  if (page.notProved.length > 0) {
    lines.push(heading(3, "Not proved"), "", ...unique(page.notProved.map((each) => `- ${print(each)}`)), "");
  }
  const unchanged = page.rest.filter((one) => one.lines.length === 0).map(({ stack }) => stack);
  if (unchanged.length > 0) lines.push(print(say`No resource changes in ${unchanged}.`), "");
  const fixed = `${lines.join("\n")}\n`;
  return `${fixed}${rest(page.rest, { format, escape, print }, longest - fixed.length)}`.trimEnd() + "\n";
}

function verdict(findings: readonly Finding[]): string {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length;
  const [danger, check, note] = [count("danger"), count("check"), count("note")];
  if (danger > 0)
    return `**${marks.danger}.** ${many(danger, "sentence")} to understand before anybody approves.`;
  if (check > 0)
    return `**${marks.check}.** Nothing dangerous was recognized. ${many(check, "sentence")} to check.`;
  if (note > 0)
    return `**${marks.note}.** Nothing dangerous was recognized, and nobody can do more than before.`;
  if (findings.length > 0) return `**${marks.same}.** The text changes, and nothing else does.`;
  return `**${marks.same}.** Nothing changes.`;
}

const many = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

const topic = ({ topic: name }: Finding, format: Format) =>
  format === "markdown" ? `**${name}.**` : `${name}:`;

function ordered(findings: readonly Finding[]): Finding[] {
  return findings
    .map((finding, index) => ({ finding, index }))
    .sort(
      (a, b) =>
        topics.indexOf(a.finding.topic) - topics.indexOf(b.finding.topic) ||
        byCodeUnit(a.finding.stack, b.finding.stack) ||
        a.index - b.index,
    )
    .map(({ finding }) => finding);
}

const unique = (lines: readonly string[]) => [...new Set(lines)];

interface Printing {
  readonly format: Format;
  readonly escape: Escape;
  readonly print: (sentence: Sentence) => string;
}

function rest(stacks: readonly StackRest[], { format, escape, print }: Printing, room: number): string {
  let text = "";
  let left = 0;
  for (const { stack, summary, lines } of stacks.filter((one) => one.lines.length > 0)) {
    const title = `${escape(stack)}: ${print(summary)}`;
    const open =
      format === "markdown" ? `<details><summary>${html(title)}</summary>\n\n` : `Rest of ${title}\n`;
    const close = format === "markdown" ? "\n</details>\n\n" : "\n";
    let body = "";
    for (const line of lines) {
      const printed = `- ${print(line)}\n`;
      if (text.length + open.length + body.length + printed.length + close.length > room - 200) left += 1;
      else body += printed;
    }
    text += `${open}${body}${close}`;
  }
  if (left > 0) text += `${many(left, "line")} more: this page was too long. Read the plan itself.\n`;
  return text;
}

/** A title in HTML isn't Markdown: no code spans in it, and its own escapes. */
function html(text: string): string {
  return text
    .replace(/^(`+) ?(.*?) ?\1/, "$2")
    .replace(/[&<>"'@]/g, (character) => `&#${character.charCodeAt(0)};`);
}
