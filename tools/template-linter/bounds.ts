import { RE2JS } from "re2js";
import { patternAnnotation } from "../../config/annotations";
import type { Library } from "./library";
import type { Manifest } from "./manifest";
import type { Place } from "./place";
import { validationCalls } from "./validation";

/** The values that a parameter may have. */
export interface Bounds {
  readonly enum?: readonly string[];
  readonly pattern?: string;
}

/** Bounds that a manifest declares: an enum in the argument, a pattern in an annotation. */
export function declaredBounds(manifest: Manifest): Map<string, Bounds> {
  const patterns = new Map(manifest.annotations(patternAnnotation).map(([name, { text }]) => [name, text]));
  return new Map(
    manifest.arguments.map(({ name, place }) => [name, boundsOf(place.at("enum"), patterns.get(name))]),
  );
}

function boundsOf(choices: Place, pattern: string | undefined): Bounds {
  return {
    ...(choices.exists && { enum: choices.items().map(({ text }) => text ?? "") }),
    ...(pattern !== undefined && { pattern }),
  };
}

/** Bounds that the first step of a manifest's entrypoint checks; undefined if that step checks nothing. */
export function checkedBounds(
  manifest: Manifest,
): { readonly place: Place; readonly bounds?: Map<string, Bounds> } | undefined {
  const { entry } = manifest;
  if (!entry) return undefined;
  const first = validationCalls(entry).find(({ place, group }) =>
    entry.kind === "dag" ? !place.at("depends").exists && !place.at("dependencies").exists : group === 0,
  );
  const rules = first?.arguments
    .at("parameters")
    .items()
    .find((each) => each.at("name").text === "rules");
  if (!first || first.when.exists) return undefined;
  if (!rules) return { place: first.place };
  const value = rules.at("value");
  try {
    const parsed: unknown = JSON.parse(value.text ?? "");
    const bounds = Object.entries(parsed as Record<string, Record<string, unknown> | null>).map(
      ([name, rule]): [string, Bounds] => [
        name,
        {
          ...(Array.isArray(rule?.["enum"]) && { enum: rule["enum"].map(String) }),
          ...(typeof rule?.["pattern"] === "string" && { pattern: rule["pattern"] }),
        },
      ],
    );
    return { place: value, bounds: new Map(bounds) };
  } catch {
    return { place: value };
  }
}

/** Why a value isn't allowed; undefined if it is allowed, or if the pattern itself is wrong. The whole value counts. */
export function refusal(value: string, { enum: choices, pattern }: Bounds): string | undefined {
  if (choices && !choices.includes(value)) return `must be one of ${choices.join(", ")}`;
  const compiled = pattern === undefined ? undefined : compilePattern(pattern);
  if (compiled instanceof RE2JS && !compiled.matches(value)) return `must match ${pattern}`;
  return undefined;
}

/** The compiled pattern, or what is wrong with it. RE2 matches every pattern in linear time. */
export function compilePattern(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    return (error as Error).message;
  }
}

/** The bounds for arguments of a manifest's entrypoint: those that the manifest declares. */
export function boundsOfTarget(library: Library, manifest: Manifest | undefined): Map<string, Bounds> {
  return manifest && library.reusable.includes(manifest)
    ? declaredBounds(manifest)
    : new Map<string, Bounds>();
}
