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
  type YAMLMap,
} from "yaml";
import { printable } from "./printable";
import { type Position, type Problem, startOfFile } from "./problem";
import {
  firstSlip,
  inOwnWords,
  notAnAlias,
  notYaml,
  positionIn,
  problem,
  tooDeep,
  wrongKeys,
} from "./yaml-problems";

/** Size limit in bytes. A real file has a few thousand. */
const maxBytes = 1_000_000;
/** Limit of brackets that are open at once. A real file has two; each level costs the parser time and stack. */
const maxOpenBrackets = 100;
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

function failed(...problems: readonly Problem[]): ReadResult {
  return { problems };
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
