import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { byCodeUnit } from "./code-unit-order";
import { environmentFile } from "./environment";
import { printable, show } from "./printable";
import type { Position, YamlFile } from "./yaml-file";

/** A mistake in an environment file, without the file's path. */
export interface Line {
  readonly position: Position;
  readonly text: string;
}

/** What the schema found wrong, in words: field, value, what is allowed. */
export function linesOf(file: YamlFile, issue: z.core.$ZodIssue): Line[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      position: file.positionOfKey([...issue.path, key]),
      text: `${dotted([...issue.path, key])}: unknown key; ${suggestion(key, knownKeys(issue.path))}`,
    }));
  }
  if (issue.code === "invalid_key") {
    return [
      {
        position: file.positionOfKey(issue.path),
        text: `${dotted(issue.path)}: ${issue.issues[0]?.message ?? issue.message}`,
      },
    ];
  }
  return [lineFor(file, issue.path, issue.message)];
}

export function lineFor(file: YamlFile, path: readonly PropertyKey[], message: string): Line {
  if (path.length === 0) return { position: file.positionOf(path), text: message };
  const value = file.valueAt(path);
  const shown = value === undefined ? "missing;" : value === null ? "empty;" : show(value);
  return { position: file.positionOf(path), text: `${dotted(path)}: ${shown} ${message}` };
}

/** Keys that the schema knows at a path. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = environmentFile;
  for (const step of path) {
    const plain = unwrap(schema) as { shape?: Record<string, unknown>; valueType?: unknown };
    schema = plain.shape ? plain.shape[String(step)] : plain.valueType;
  }
  const { shape, keyType } = unwrap(schema) as {
    shape?: Record<string, unknown>;
    /** Of a map: the names that it may have, if it is limited to some. */
    keyType?: { options?: readonly string[] };
  };
  return shape ? Object.keys(shape) : [...(keyType?.options ?? [])];
}

/** The schema inside defaults and optionals. */
function unwrap(schema: unknown): unknown {
  const inner = (schema as { def?: { innerType?: unknown } }).def?.innerType;
  return inner === undefined ? schema : unwrap(inner);
}

function suggestion(key: string, known: readonly string[]): string {
  const lower = closest(
    key.toLowerCase(),
    known.map((name) => name.toLowerCase()),
  );
  const nearest = known.find((name) => name.toLowerCase() === lower) ?? lower;
  const near = distance(key.toLowerCase(), lower) <= Math.max(1, Math.floor(lower.length / 3));
  return near ? `did you mean ${nearest}?` : `allowed here: ${known.join(", ")}`;
}

function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    const key = /^[\w/.-]{1,64}$/.test(String(step)) ? String(step) : show(String(step));
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

export function render(path: string, { position, text }: Line): string {
  return `${printable(path)}:${position.line}:${position.column} ${text}`;
}

/** In the order of the file, each line once. */
export function sortLines(lines: readonly Line[]): Line[] {
  const once = new Map(
    lines.map((line) => [`${line.position.line}:${line.position.column} ${line.text}`, line]),
  );
  return [...once.values()].sort(
    (a, b) =>
      a.position.line - b.position.line ||
      a.position.column - b.position.column ||
      byCodeUnit(a.text, b.text),
  );
}
