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
import { type Position, type Problem, startOfFile } from "./problem";

/** Size limit in bytes. A real file has a few thousand. */
const maxBytes = 1_000_000;
/** Limit of brackets that are open at once. A real file has two; each level costs the parser time and stack. */
const maxOpenBrackets = 100;
/** Limit of syntax errors that are shown: one error often causes many more. */
const maxFaults = 5;

type Path = readonly PropertyKey[];

const options = {
  prettyErrors: false,
  stringKeys: true,
  // Whatever a %YAML directive says: no merge keys, `yes` is not true, and only plain data.
  schema: "core",
  resolveKnownTags: false,
} as const;

/** What reading a document gives: the file, or what is wrong with it. */
export type ReadResult =
  | { readonly file: YamlFile; readonly problems?: undefined }
  | { readonly file?: undefined; readonly problems: readonly Problem[] };

/** One YAML document: its plain data, and the position of each part in the file. */
export class YamlFile {
  private constructor(
    readonly data: unknown,
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  /**
   * Reads a file with one YAML document. Never throws: whatever is wrong with the file itself (encoding, size,
   * syntax, duplicate keys, tags, exploding aliases) is in `problems`.
   */
  static read(path: string): ReadResult {
    const [result = failed(problem("is empty; begin with the field account"))] = YamlFile.readWith(
      path,
      (source) => {
        const lines = new LineCounter();
        const document = parseDocument(source, { ...options, lineCounter: lines });
        const faults = [...document.errors, ...document.warnings];
        if (faults.length > 0) return [failed(...inOwnWords(faults, lines))];
        return isNothing(document.contents) ? [] : [YamlFile.of(document, lines)];
      },
    );
    return result;
  }

  /**
   * Reads a file with any number of documents, as kubectl does: it applies merge keys, and accepts tags that it
   * doesn't know. Skips empty documents. Never throws.
   */
  static readAll(path: string): ReadResult[] {
    return YamlFile.readWith(path, (source) => {
      const lines = new LineCounter();
      return [...parseAllDocuments(source, { ...options, merge: true, lineCounter: lines })].flatMap(
        (document) => {
          if (document.errors.length > 0) return [failed(...inOwnWords(document.errors, lines))];
          return isNothing(document.contents) ? [] : [YamlFile.of(document, lines)];
        },
      );
    });
  }

  private static readWith(path: string, parse: (source: string) => ReadResult[]): ReadResult[] {
    const source = readUtf8(path);
    if (typeof source !== "string") return [failed(source)];
    if (hasDeepBrackets(source)) return [failed(tooDeep)];
    try {
      return parse(source);
    } catch (error) {
      if (error instanceof RangeError) return [failed(tooDeep)];
      throw error;
    }
  }

  private static of(document: Document, lines: LineCounter): ReadResult {
    const forbidden = forbiddenKey(document, lines);
    if (forbidden) return failed(forbidden);
    try {
      return { file: new YamlFile(document.toJS({ maxAliasCount: 100 }), document, lines) };
    } catch (error) {
      // yaml throws for an alias without an anchor, for aliases that multiply, and for a merge key without a map.
      if (!(error instanceof Error) || error instanceof RangeError) throw error;
      const message = error.message.startsWith("Excessive")
        ? "aliases expand to too many values; write the values out"
        : notYaml(error.message);
      return failed({ position: firstAlias(document, lines), message });
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

  /** Position of the value at a path. If the value is missing, the position of its nearest parent. */
  positionOf(path: Path): Position {
    return positionIn(this.lines, this.find(path)?.value ?? 0);
  }

  /** Position of the key of a map entry. */
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
      // An entry without a value has no position, so take the position of its key.
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
    // Reading a pipe or a device might never end.
    if (!stats.isFile()) return problem("is not a file");
    if (stats.size > maxBytes) return problem(`has ${stats.size} bytes; the limit is ${maxBytes}`);
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
  let position = startOfFile;
  visit(document, {
    Alias: (_, alias) => {
      position = positionIn(lines, alias.range?.[0] ?? 0);
      return visit.BREAK;
    },
  });
  return position;
}

function problem(message: string): Problem {
  return { position: startOfFile, message };
}

function failed(...problems: readonly Problem[]): ReadResult {
  return { problems };
}

const tooDeep = problem("is nested too deeply to be read");

/** `__proto__` as a key: plain JavaScript objects give it another meaning. */
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

/** The parser's errors in our words, without those that only follow from another error. */
function inOwnWords(faults: readonly YAMLError[], lines: LineCounter): Problem[] {
  // Where the stack overflows depends on the machine, so the position means nothing.
  if (faults.some(({ message }) => message.includes("call stack"))) return [tooDeep];
  const tab = faults.find(({ code }) => code === "TAB_AS_INDENT");
  return (tab ? [tab] : faults.slice(0, maxFaults)).map(({ code, message, pos }) => ({
    position: positionIn(lines, pos[0]),
    message: code === "MULTIPLE_DOCS" ? "has a second document; keep one" : notYaml(message),
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

/** Whether a document is empty or has only comments. */
function isNothing(contents: unknown): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

/** The parser's own message on one line, with a lowercase first letter like ours. */
function notYaml(message: string): string {
  const line = message.split("\n")[0] ?? message;
  return `is not valid YAML: ${shortened(printable(`${line.charAt(0).toLowerCase()}${line.slice(1)}`), 160)}`;
}
