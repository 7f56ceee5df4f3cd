import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { environmentFile } from "./environment";
import { show } from "./printable";
import type { Problem } from "./problem";
import type { YamlFile } from "./yaml-file";

/** What the schema found wrong, in a sentence for each field: the field, its value, and what is allowed. */
export function problemsOf(file: YamlFile, issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      position: file.positionOfKey([...issue.path, key]),
      message: `${dotted([...issue.path, key])}: unknown key; ${suggestion(key, knownKeys(issue.path))}`,
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

/** A problem with one field: the sentence names the field and its value, then comes the message. */
export function problemAt(file: YamlFile, path: readonly PropertyKey[], message: string): Problem {
  if (path.length === 0) return { position: file.positionOf(path), message };
  const value = file.valueAt(path);
  const shown = value === undefined ? "missing;" : value === null ? "empty;" : show(value);
  return { position: file.positionOf(path), message: `${dotted(path)}: ${shown} ${message}` };
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
