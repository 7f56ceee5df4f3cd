/** What the shell runs in one go: a program and its arguments. */
export interface SimpleCommand {
  /** Line in the script; the first is 1. */
  readonly line: number;
  /** Without quotes, redirections and assignments before the program; `$NAME` and `$(…)` stay as they are. */
  readonly words: readonly string[];
}

/** The commands of a script, and the functions that it defines. */
export interface ReadScript {
  readonly commands: readonly SimpleCommand[];
  readonly functions: readonly string[];
}

const keywords = new Set(["!", "{", "}", "do", "done", "elif", "else", "fi", "if", "then", "until", "while"]);

/**
 * Reads the commands of a shell script, also those in `$(…)`, loops and functions.
 * @throws for what no page uses: here-documents, `case`, backquotes, and process substitution
 */
export function simpleCommands(script: string): ReadScript {
  const reader = new Reader(script);
  reader.commandsUntil("end");
  return { commands: reader.commands, functions: reader.functions };
}

class Reader {
  readonly commands: SimpleCommand[] = [];
  readonly functions: string[] = [];
  #at = 0;
  #line = 1;

  constructor(private readonly script: string) {}

  /** Reads up to the end of the script, or up to the parenthesis that closes a `$(`. */
  commandsUntil(end: "end" | ")"): void {
    let words: string[] = [];
    let line = this.#line;
    let depth = 0;
    const finish = (): void => {
      this.add(words, line);
      words = [];
    };
    while (this.#at < this.script.length) {
      const next = this.script.charAt(this.#at);
      if (next === "#") this.skipTo(/\n/);
      else if (next === " " || next === "\t" || this.sees("\\\n")) this.step(next === "\\" ? 2 : 1);
      else if (/^(?:\d*[<>]|&>)/.test(this.script.slice(this.#at))) this.redirection();
      else if (next === "(" && words.length === 1 && this.sees("()")) {
        this.functions.push(words[0] ?? "");
        words = [];
        this.step(2);
      } else if (/[\n;|&()]/.test(next)) {
        finish();
        if (next === "(") depth += 1;
        if (next === ")" && (depth -= 1) < 0) {
          if (end === "end") throw new Error(`line ${this.#line}: ) without (`);
          this.step();
          return;
        }
        this.step();
      } else {
        if (words.length === 0) line = this.#line;
        words.push(this.word());
      }
    }
    finish();
    if (end === ")") throw new Error(`line ${line}: $( without )`);
  }

  private add(words: readonly string[], line: number): void {
    const [first = ""] = words;
    if (first === "case") throw new Error(`line ${line}: case isn't read`);
    if (first === "for") return;
    if (keywords.has(first) || /^[A-Za-z_]\w*\+?=/.test(first)) {
      this.add(words.slice(1), line);
      return;
    }
    if (first === "xargs") {
      const program = words.findIndex((word, index) => index > 0 && !word.startsWith("-"));
      if (program > 0) this.add(words.slice(program), line);
    }
    if (words.length > 0) this.commands.push({ line, words });
  }

  private word(): string {
    let text = "";
    while (this.#at < this.script.length) {
      const next = this.script.charAt(this.#at);
      if (/[\s;|&()<>]/.test(next)) break;
      if (next === "'") text += this.quoted();
      else if (next === '"') text += this.doubleQuoted();
      else if (next === "\\") text += this.escaped();
      else text += this.plain();
    }
    return text;
  }

  private quoted(): string {
    const from = this.#at + 1;
    const to = this.script.indexOf("'", from);
    if (to < 0) throw new Error(`line ${this.#line}: ' without an end`);
    this.step(to + 1 - this.#at);
    return this.script.slice(from, to);
  }

  private doubleQuoted(): string {
    let text = "";
    this.step();
    while (this.script.charAt(this.#at) !== '"') {
      if (this.#at >= this.script.length) throw new Error(`line ${this.#line}: " without an end`);
      text += this.script.charAt(this.#at) === "\\" ? this.escaped() : this.plain();
    }
    this.step();
    return text;
  }

  private escaped(): string {
    const next = this.script.charAt(this.#at + 1);
    this.step(2);
    return next === "\n" ? "" : next;
  }

  /** One character, or an expansion as a whole. */
  private plain(): string {
    const from = this.#at;
    if (this.sees("`")) throw new Error(`line ${this.#line}: write $(…) instead of backquotes`);
    if (this.sees("$((")) this.skipTo(/\)\)/, 2);
    else if (this.sees("$(")) {
      this.step(2);
      this.commandsUntil(")");
    } else if (this.sees("${")) this.skipTo(/\}/, 1);
    else this.step();
    return this.script.slice(from, this.#at);
  }

  /** `>file`, `2>&1`, `<<<"$text"`: the file is no word of the command. */
  private redirection(): void {
    const [operator = ""] = /^\d*(?:&>>?|[<>]{1,3}[&|]?)/.exec(this.script.slice(this.#at)) ?? [];
    if (/^\d*<<(?!<)/.test(operator)) throw new Error(`line ${this.#line}: here-documents aren't read`);
    this.step(operator.length);
    if (this.sees("(")) throw new Error(`line ${this.#line}: process substitution isn't read`);
    while (this.sees(" ")) this.step();
    this.word();
  }

  private sees(text: string): boolean {
    return this.script.startsWith(text, this.#at);
  }

  /** Goes to the next match, and `beyond` characters further; to the end if there is none. */
  private skipTo(pattern: RegExp, beyond = 0): void {
    const found = this.script.slice(this.#at).search(pattern);
    this.step(found < 0 ? this.script.length - this.#at : found + beyond);
  }

  private step(count = 1): void {
    this.#line += this.script.slice(this.#at, this.#at + count).split("\n").length - 1;
    this.#at += count;
  }
}
