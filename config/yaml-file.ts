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
  type YAMLMap,
} from "yaml";
import { printable, shortened, show } from "./printable";
import { type Position, type Problem, startOfFile } from "./problem";
import { slipIn } from "./yaml-slips";

/** Size limit in bytes. A real file has a few thousand. */
const maxBytes = 1_000_000;
/** Limit of brackets that are open at once. A real file has two; each level costs the parser time and stack. */
const maxOpenBrackets = 100;
/** Limit of syntax errors that are shown for a file with several documents: one error often causes many more. */
const maxFaults = 5;

type Path = readonly PropertyKey[];

const options = {
  prettyErrors: false,
  stringKeys: true,
  // Whatever a %YAML directive says: no merge keys, `yes` is not true, and only plain data.
  schema: "core",
  resolveKnownTags: false,
  // The parser compares each key with all others of its map: minutes for 100,000 keys. We do it: wrongKeys.
  uniqueKeys: false,
} as const;

/** What reading a document gives: the file, or what is wrong with it. */
export type ReadResult =
  | { readonly file: YamlFile; readonly problems?: undefined }
  | { readonly file?: undefined; readonly problems: readonly Problem[] };

/** A value that is neither a map nor a list, as the file has it. */
export interface Scalar {
  /** Without quotes. */
  readonly source: string;
  readonly quoted: boolean;
}

/** One YAML document: its plain data, and the position of each part in the file. */
export class YamlFile {
  private constructor(
    readonly data: unknown,
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  readonly #entries = new WeakMap<YAMLMap, ReadonlyMap<string, unknown>>();

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
        if (faults.length > 0) return [failed(firstSlip(source, faults, lines))];
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
    const wrong = wrongKeys(document, lines);
    if (wrong.length > 0) return failed(...wrong);
    try {
      return { file: new YamlFile(document.toJS({ maxAliasCount: 100 }), document, lines) };
    } catch (error) {
      // yaml throws for an alias without an anchor, for aliases that multiply, and for a merge key without a map.
      if (!(error instanceof Error) || error instanceof RangeError) throw error;
      const message = error.message.startsWith("Excessive")
        ? "aliases expand to too many values; write the values out"
        : error.message.startsWith("Unresolved alias")
          ? notAnAlias(`*${error.message.split(": ").at(-1) ?? ""}`)
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

  /** The value at a path before YAML read it; undefined if it is missing, a map or a list. */
  scalarAt(path: Path): Scalar | undefined {
    const { node } = this.find(path) ?? {};
    if (!isScalar(node) || this.valueAt(path) === undefined) return undefined;
    return { source: node.source ?? "", quoted: node.type?.startsWith("QUOTE") ?? false };
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

  private find(path: Path): { key?: number; value: number; node: unknown } | undefined {
    let node: unknown = this.document.contents;
    let found = { ...(offsetOf(node) ?? { value: 0 }), node } as ReturnType<YamlFile["find"]>;
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(this.document);
      if (!isCollection(node)) break;
      const item = isMap(node) ? this.entriesOf(node).get(String(step)) : node.items[Number(step)];
      if (item === undefined) break;
      const next: unknown = isPair(item) ? item.value : item;
      const key = isPair(item) ? offsetOf(item.key)?.value : undefined;
      // An entry without a value has no position, so take the position of its key.
      const value = offsetOf(next)?.value ?? key;
      if (value === undefined) break;
      found = { ...(key !== undefined && { key }), value, node: next };
      node = next;
    }
    if (found && isAlias(found.node)) found.node = found.node.resolve(this.document);
    return found;
  }

  /** Entries of a map by key. A search for each of many keys would take minutes. */
  private entriesOf(map: YAMLMap): ReadonlyMap<string, unknown> {
    const known = this.#entries.get(map);
    if (known) return known;
    const entries = new Map(
      map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])),
    );
    this.#entries.set(map, entries);
    return entries;
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
    const zeros = bytes.filter((byte) => byte === 0).length;
    if (!isUtf8(bytes) || zeros > bytes.length / 4) return problem("is not UTF-8; save it as UTF-8");
    const text = new TextDecoder().decode(bytes);
    return zeros === 0 ? text : nulByte(text);
  } catch (error) {
    return problem(`can't be read: ${printable((error as Error).message)}`);
  }
}

/** Editors show it as nothing, or as ^@. */
function nulByte(text: string): Problem {
  const before = text.slice(0, text.indexOf("\0")).split("\n");
  const position = { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  return { position, message: "has a NUL byte, which is not text; remove it" };
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

/**
 * Keys that a map has twice, of which only one value would count, and `__proto__`, to which plain JavaScript objects
 * give another meaning.
 */
function wrongKeys(document: Document, lines: LineCounter): Problem[] {
  const found: Problem[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const first = new Map<string, number>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const offset = key.range?.[0] ?? 0;
        const twin = first.get(name);
        first.set(name, twin ?? offset);
        const message =
          name === "__proto__"
            ? "__proto__ can't be a key; remove it"
            : twin !== undefined &&
              `${show(name).slice(1, -1)} is already in line ${positionIn(lines, twin).line}; keep one of them`;
        if (message) found.push({ position: positionIn(lines, offset), message });
      }
    },
    // A scalar has no map in it.
    Scalar: () => visit.SKIP,
  });
  return found;
}

/** One line for a file that isn't YAML: where the person's hand slipped, or the parser's first error. */
function firstSlip(source: string, faults: readonly YAMLError[], lines: LineCounter): Problem {
  const own = inOwnWords(faults, lines)[0] ?? problem("is not valid YAML");
  const [fault] = faults;
  if (fault === undefined || own === tooDeep) return own;
  if (fault.code === "MULTIPLE_DOCS" || faults.some(({ code }) => code === "TAB_AS_INDENT")) return own;
  const position = positionIn(lines, fault.pos[0]);
  const rest = source.slice(fault.pos[0]);
  const mark = shortened(printable(/^[*!][^\s,\]}]*/.exec(rest)?.[0] ?? ""), 40);
  if (mark.startsWith("*")) return { position, message: notAnAlias(mark) };
  if (fault.code === "TAG_RESOLVE_FAILED")
    return {
      position,
      message: `begins with ${mark}, which YAML reads as a tag; remove it, or put it in quotes`,
    };
  const slip = slipIn(source);
  if (slip) return { ...slip, message: shortened(printable(slip.message), 160) };
  if (fault.code === "NON_STRING_KEY")
    return { position, message: "is a list or map in place of a key; write a name" };
  return own;
}

function notAnAlias(mark: string): string {
  return `begins with ${shortened(printable(mark), 40)}, which YAML reads as an alias; put it in quotes`;
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
