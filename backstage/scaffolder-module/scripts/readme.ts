import { marked, type Tokens } from "marked";

interface Piece<T> {
  readonly heading: string;
  readonly token: T;
}

/**
 * The code blocks and tables of a Markdown page. A check takes the pieces that it covers, so the pieces that are left
 * at the end are those that no check covers.
 */
export class Readme {
  readonly #code: Piece<Tokens.Code>[] = [];
  readonly #tables: Piece<Tokens.Table>[] = [];

  constructor(text: string) {
    let heading = "";
    marked.walkTokens(marked.lexer(text), (token) => {
      if (token.type === "heading") heading = (token as Tokens.Heading).text;
      if (token.type === "code") this.#code.push({ heading, token: token as Tokens.Code });
      if (token.type === "table") this.#tables.push({ heading, token: token as Tokens.Table });
    });
  }

  /** Takes the next code block of a language below a heading. @throws if there is none */
  code(heading: string, language: string): string {
    return take(
      this.#code,
      (piece) => piece.heading === heading && piece.token.lang === language,
      `a block of ${language} below "${heading}"`,
    ).text;
  }

  /** Takes the next table below a heading. @returns its rows, each as its cells' Markdown. @throws if there is none */
  table(heading: string): string[][] {
    const { rows } = take(this.#tables, (piece) => piece.heading === heading, `a table below "${heading}"`);
    return rows.map((row) => row.map(({ text }) => text));
  }

  /** The pieces that no check took. */
  get left(): string[] {
    const pieces = [...this.#code, ...this.#tables];
    return pieces.map(
      ({ heading, token: { type, raw } }) => `${type} below "${heading}": ${raw.slice(0, 60)}`,
    );
  }
}

function take<T>(pieces: Piece<T>[], wanted: (piece: Piece<T>) => boolean, what: string): T {
  const index = pieces.findIndex(wanted);
  const [found] = index < 0 ? [] : pieces.splice(index, 1);
  if (found === undefined) throw new Error(`README.md lacks ${what}`);
  return found.token;
}
