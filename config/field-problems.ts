import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { show } from "./printable";
import type { Problem } from "./problem";
import { paddedSource } from "./schema/fields/aws";
import { sourceText, withoutQuotes } from "./schema/fields/basic";
import { adviceFor } from "./values/chart-paths";
import type { Scalar, YamlFile } from "./yaml-file";

/** Limit of unknown keys of one map that get a line each. More than the lines that are shown, so all others count. */
const maxUnknownKeys = 100;

/**
 * What a schema found wrong, in a sentence for each field: the field, its value, and what is allowed.
 * @param schema of the whole file
 */
export function problemsOf(file: YamlFile, issue: z.core.$ZodIssue, schema: z.ZodType): Problem[] {
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(issue.path, schema);
    const others = Math.max(0, issue.keys.length - maxUnknownKeys);
    return issue.keys.slice(0, maxUnknownKeys).map((key, index) => ({
      position: file.positionOfKey([...issue.path, key]),
      message: `${dotted([...issue.path, key])}: unknown key; ${adviceFor([...issue.path, key]) ?? suggestion(key, known)}`,
      ...(others > 0 && index === maxUnknownKeys - 1 && { others }),
    }));
  }
  if (issue.code === "invalid_key") {
    return [
      {
        position: file.positionOfKey(issue.path),
        message: `${dotted(issue.path)}: ${issue.issues[0]?.message ?? issue.message}`,
      },
    ];
  }
  return [problemAt(file, issue.path, issue.message)];
}

/** A problem with one field: the sentence names the field and its value as the file has it, then comes the message. */
export function problemAt(file: YamlFile, path: readonly PropertyKey[], message: string): Problem {
  if (path.length === 0) return { position: file.positionOf(path), message };
  const value = file.valueAt(path);
  const scalar = file.scalarAt(path);
  const text = `${dotted(path)}: ${shown(value, scalar)} ${asWritten(message, scalar)}`;
  return { position: file.positionOf(path), message: text };
}

function shown(value: unknown, scalar: Scalar | undefined): string {
  if (value === undefined) return "missing;";
  if (value === null) return scalar === undefined || scalar.source === "" ? "empty;" : "null means empty;";
  if (typeof value === "string" || typeof value === "object" || scalar === undefined) return show(value);
  return show(scalar.source).slice(1, -1);
}

/** Fills in what only the file knows: the text of a value before YAML read it, and whether it has quotes. */
function asWritten(message: string, scalar: Scalar | undefined): string {
  const { source = "", quoted = false } = scalar ?? {};
  const account = /^\d{1,12}$/.test(source) ? ` ("${source.padStart(12, "0")}")` : "";
  return message
    .replace(withoutQuotes, quoted ? ", without quotes" : "")
    .replace(sourceText, () => show(source))
    .replace(paddedSource, account);
}

/** Keys that the schema knows at a path. */
function knownKeys(path: readonly PropertyKey[], whole: unknown): string[] {
  let schema = whole;
  for (const step of path) {
    const plain = unwrap(schema) as {
      shape?: Record<string, unknown>;
      valueType?: unknown;
      element?: unknown;
    };
    schema = plain.shape ? plain.shape[String(step)] : (plain.valueType ?? plain.element);
  }
  const { shape, keyType } = unwrap(schema) as {
    shape?: Record<string, unknown>;
    /** Of a map with a fixed set of names: the names. */
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
