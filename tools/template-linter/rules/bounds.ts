import { patternAnnotation } from "../../../config/annotations";
import { workflows } from "../../../config/schema/workflows";
import {
  type Bounds,
  boundsOfTarget,
  checkedBounds,
  compilePattern,
  declaredBounds,
  refusal,
} from "../bounds";
import type { Manifest } from "../manifest";
import type { Place } from "../place";
import type { Finding, Rule } from "../rule";

/** Rules about the values that a parameter may have. */

const uncheckedBounds: Rule = {
  id: "unchecked-bounds",
  sentence: "The first step checks the allowed values of parameters; Argo checks an enum only in forms.",
  *check({ reusable }) {
    for (const manifest of reusable) {
      yield* strayPatterns(manifest);
      yield* differences(manifest);
    }
  },
};

function* strayPatterns(manifest: Manifest): Generator<Finding> {
  for (const [name, place] of manifest.annotations(patternAnnotation)) {
    const wrong = compilePattern(place.text ?? "");
    if (!manifest.arguments.some((each) => each.name === name))
      yield { place, message: `is a pattern for the argument ${name}, which doesn't exist` };
    else if (typeof wrong === "string") yield { place, message: `isn't a valid RE2 pattern: ${wrong}` };
  }
}

function* differences(manifest: Manifest): Generator<Finding> {
  const declared = declaredBounds(manifest);
  const checked = checkedBounds(manifest);
  for (const { name, place } of manifest.arguments) {
    const bounds = declared.get(name) ?? {};
    if (Object.keys(bounds).length === 0) continue;
    if (checked === undefined) {
      yield {
        place,
        message: `${name} has an enum or a pattern that nothing checks; the first step of the entrypoint must be validate-parameters`,
      };
      continue;
    }
    const difference = differenceOf(bounds, checked.bounds?.get(name));
    if (difference !== undefined)
      yield { place, message: `validate-parameters must check ${name} with the same ${difference}` };
  }
  if (checked && !checked.bounds)
    yield { place: checked.place, message: "rules must be a literal JSON object" };
  for (const [name, bounds] of checked?.bounds ?? []) {
    const own = declared.get(name);
    if (!own)
      yield {
        place: checked?.place ?? manifest.place,
        message: `rules has ${name}, which isn't an argument`,
      };
    else if (Object.keys(own).length === 0 && Object.keys(bounds).length > 0)
      yield {
        place: checked?.place ?? manifest.place,
        message: `rules limits ${name}, but the argument has no enum and no pattern`,
      };
  }
}

function differenceOf(declared: Bounds, checked: Bounds | undefined): string | undefined {
  if (JSON.stringify(declared.enum) !== JSON.stringify(checked?.enum))
    return `enum (${declared.enum?.join(", ") ?? "none"})`;
  return declared.pattern === checked?.pattern ? undefined : `pattern (${declared.pattern ?? "none"})`;
}

const valueOutOfBounds: Rule = {
  id: "value-out-of-bounds",
  sentence: "Every literal value is within the bounds of its parameter.",
  *check(library) {
    for (const manifest of library.manifests) {
      const bounds = boundsOfTarget(library, library.referencedManifest(manifest) ?? manifest);
      for (const { name, place } of manifest.arguments) yield* judged(place, name, bounds);
      if (!manifest.isReusable) continue;
      for (const { name, place } of manifest.entry?.parameters ?? []) yield* judged(place, name, bounds);
    }
    for (const call of library.calls) {
      const callee = library.callee(call);
      if (!callee || callee.manifest.entry !== callee) continue;
      const bounds = boundsOfTarget(library, callee.manifest);
      for (const argument of call.arguments.at("parameters").items())
        yield* judged(argument, argument.at("name").text ?? "", bounds);
    }
  },
};

function* judged(parameter: Place, name: string, bounds: ReadonlyMap<string, Bounds>): Generator<Finding> {
  for (const place of [parameter.at("value"), parameter.at("default")]) {
    const { text } = place;
    if (text === undefined || text.includes("{{")) continue;
    const reason = refusal(text, bounds.get(name) ?? {});
    if (reason !== undefined) yield { place, message: `${name}: ${JSON.stringify(text)} ${reason}` };
  }
}

const expiryAfterDeadline: Rule = {
  id: "expiry-after-deadline",
  sentence: "A workflow lives longer than the waits that its arguments ask for.",
  *check({ reusable }) {
    for (const { arguments: parameters, spec } of reusable) {
      const own = spec.at("activeDeadlineSeconds").value;
      const deadline = typeof own === "number" ? own : usualDeadline;
      for (const { name, place } of parameters) {
        const value = place.at("value");
        const wait = secondsOf(value.text ?? "");
        if (wait > deadline)
          yield {
            place: value,
            message: `${name} is ${wait} s by default, but the workflow ends after ${deadline} s; set spec.activeDeadlineSeconds`,
          };
      }
    }
  },
};

/** Deadline of a workflow whose template sets none, unless an environment says otherwise. */
const usualDeadline = workflows.parse({}).deadlineSeconds;

const units = { s: 1, m: 60, h: 3600 } as const;

/** A duration such as 24h in seconds; 0 for other text. */
function secondsOf(text: string): number {
  const [, amount = "0", unit = "s"] = /^(\d{1,9})([smh])$/.exec(text) ?? [];
  return Number(amount) * units[unit as keyof typeof units];
}

export const boundsRules = [uncheckedBounds, valueOutOfBounds, expiryAfterDeadline];
