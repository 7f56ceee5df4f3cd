import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseAllDocuments,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import { printable, shortened } from "./printable";

/** Largest file that is read, in bytes; a real one has a few thousand. */
const maxBytes = 1_000_000;
/** Brackets that may be open at once; a real file has two. Each one more costs the parser time and stack. */
const maxOpenBrackets = 100;
/** Syntax errors that are shown; one often brings forth many more. */
const maxFaults = 5;

/** The position of a value in its file, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something wrong with a file, in a sentence that its author can act on. */
export interface Problem {
  readonly position: Position;
  readonly message: string;
}

type Path = readonly PropertyKey[];

const options = {
  prettyErrors: false,
  stringKeys: true,
  // Whatever a %YAML line says: no merge keys, no yes for true, nothing but plain data.
  schema: "core",
  resolveKnownTags: false,
} as const;

/** A YAML file that could be read: plain data, and where each part of it stands. */
export class YamlFile {
  private constructor(
    readonly data: unknown,
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  /**
   * Reads one YAML document. Whatever is wrong with the file itself (encoding, size, syntax, duplicate keys,
   * tags, exploding aliases) comes back as problems; nothing is thrown.
   */
  static read(path: string): YamlFile | Problem[] {
    const [only = [problem("is empty; begin with the field account")]] = YamlFile.readWith(path, (source) => {
      const lines = new LineCounter();
      const document = parseDocument(source, { ...options, lineCounter: lines });
      const faults = [...document.errors, ...document.warnings];
      if (faults.length > 0) return [inOwnWords(faults, lines)];
      return isNothing(document.contents) ? [] : [YamlFile.of(document, lines)];
    });
    return only;
  }

  /**
   * Reads a file of any number of documents, as kubectl does: merge keys count, and a tag that only some program
   * knows is no fault. Empty documents are left out.
   */
  static readAll(path: string): (YamlFile | Problem[])[] {
    return YamlFile.readWith(path, (source) => {
      const lines = new LineCounter();
      return [...parseAllDocuments(source, { ...options, merge: true, lineCounter: lines })].flatMap(
        (document) => {
          if (document.errors.length > 0) return [inOwnWords(document.errors, lines)];
          return isNothing(document.contents) ? [] : [YamlFile.of(document, lines)];
        },
      );
    });
  }

  private static readWith(
    path: string,
    parse: (source: string) => (YamlFile | Problem[])[],
  ): (YamlFile | Problem[])[] {
    const source = readUtf8(path);
    if (typeof source !== "string") return [[source]];
    if (hasDeepBrackets(source)) return [[tooDeep]];
    try {
      return parse(source);
    } catch (error) {
      if (error instanceof RangeError) return [[tooDeep]];
      throw error;
    }
  }

  private static of(document: Document, lines: LineCounter): YamlFile | Problem[] {
    const forbidden = forbiddenKey(document, lines);
    if (forbidden) return [forbidden];
    try {
      return new YamlFile(document.toJS({ maxAliasCount: 100 }), document, lines);
    } catch (error) {
      // yaml throws these for an alias without anchor, for aliases that multiply, and for a merge of no map.
      if (!(error instanceof Error) || error instanceof RangeError) throw error;
      const message = error.message.startsWith("Excessive")
        ? "aliases multiply without end; write the values out"
        : notYaml(error.message);
      return [{ position: firstAlias(document, lines), message }];
    }
  }

  /** The value at a path, or undefined. */
  valueAt(path: Path): unknown {
    return path.reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, key)
          ? (value as Record<PropertyKey, unknown>)[key]
          : undefined,
      this.data,
    );
  }

  /** Where the value at a path stands; for a missing one, where its nearest existing parent stands. */
  positionOf(path: Path): Position {
    return positionIn(this.lines, this.find(path)?.value ?? 0);
  }

  /** Where the key of a map entry stands. */
  positionOfKey(path: Path): Position {
    const found = this.find(path);
    return positionIn(this.lines, found?.key ?? found?.value ?? 0);
  }

  private find(path: Path): { key?: number; value: number } | undefined {
    let node: unknown = this.document.contents;
    let found: { key?: number; value: number } | undefined = offsetOf(node);
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(this.document);
      if (!isCollection(node)) break;
      const item = isMap(node)
        ? node.items.find((pair) => isScalar(pair.key) && pair.key.value === step)
        : node.items[Number(step)];
      if (item === undefined) break;
      const next: unknown = isPair(item) ? item.value : item;
      const key = isPair(item) ? offsetOf(item.key)?.value : undefined;
      // An entry without a value has no place of its own: its key stands for it.
      const value = offsetOf(next)?.value ?? key;
      if (value === undefined) break;
      found = key === undefined ? { value } : { key, value };
      node = next;
    }
    return found;
  }
}

function readUtf8(path: string): string | Problem {
  try {
    const stats = statSync(path);
    // Reading a pipe or a device may never end.
    if (!stats.isFile()) return problem("is not a file");
    if (stats.size > maxBytes) return problem(`has ${stats.size} bytes; at most ${maxBytes} are read`);
    const bytes = readFileSync(path);
    // UTF-16 without a byte-order mark is also valid UTF-8: a NUL byte next to each letter.
    if (!isUtf8(bytes) || bytes.includes(0)) return problem("is not UTF-8; save it as UTF-8");
    return new TextDecoder().decode(bytes);
  } catch (error) {
    return problem(`can't be read: ${printable((error as Error).message)}`);
  }
}

function offsetOf(node: unknown): { value: number } | undefined {
  const range = (node as { range?: [number, number, number] | null } | null)?.range;
  return range ? { value: range[0] } : undefined;
}

function positionIn(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function firstAlias(document: Document, lines: LineCounter): Position {
  let position: Position = { line: 1, column: 1 };
  visit(document, {
    Alias: (_, alias) => {
      position = positionIn(lines, alias.range?.[0] ?? 0);
      return visit.BREAK;
    },
  });
  return position;
}

function problem(message: string): Problem {
  return { position: { line: 1, column: 1 }, message };
}

const tooDeep = problem("is nested too deeply to be read");

/** A key that plain JavaScript objects treat as something else. */
function forbiddenKey(document: Document, lines: LineCounter): Problem | undefined {
  let found: Problem | undefined;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || key.value !== "__proto__") return undefined;
      found = {
        position: positionIn(lines, key.range?.[0] ?? 0),
        message: "__proto__ can't be a key; remove it",
      };
      return visit.BREAK;
    },
  });
  return found;
}

/** The parser's errors, without those that only follow from another one. */
function inOwnWords(faults: readonly YAMLError[], lines: LineCounter): Problem[] {
  // Where the stack ends depends on the machine, so the place says nothing.
  if (faults.some(({ message }) => message.includes("call stack"))) return [tooDeep];
  const tab = faults.find(({ code }) => code === "TAB_AS_INDENT");
  return (tab ? [tab] : faults.slice(0, maxFaults)).map(({ code, message, pos }) => ({
    position: positionIn(lines, pos[0]),
    message: code === "MULTIPLE_DOCS" ? "holds a second document; keep one" : notYaml(message),
  }));
}

function hasDeepBrackets(source: string): boolean {
  let open = 0;
  for (const character of source) {
    if (character === "[" || character === "{") open += 1;
    else if (character === "]" || character === "}") open = Math.max(0, open - 1);
    if (open > maxOpenBrackets) return true;
  }
  return false;
}

/** A document of comments only, or of an empty value such as `---`. */
function isNothing(contents: unknown): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

/** The parser's own message on one line, beginning in lower case like ours. */
function notYaml(message: string): string {
  const line = message.split("\n")[0] ?? message;
  return `is not valid YAML: ${shortened(printable(`${line.charAt(0).toLowerCase()}${line.slice(1)}`), 160)}`;
}
