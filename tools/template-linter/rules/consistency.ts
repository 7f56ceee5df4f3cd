import { declaredBounds } from "../bounds";
import type { Manifest } from "../manifest";
import type { Place } from "../place";
import type { Rule } from "../rule";

/** Rules about templates as a family. */

const parameterDrift: Rule = {
  id: "parameter-drift",
  sentence: "A parameter of one name has the same description, default and bounds in every template.",
  *check({ reusable }) {
    const first = new Map<string, { manifest: Manifest; facts: Facts }>();
    for (const manifest of reusable) {
      const bounds = declaredBounds(manifest);
      for (const { name, place } of manifest.arguments) {
        const facts = factsOf(place, bounds.get(name));
        const other = first.get(name);
        if (!other) {
          first.set(name, { manifest, facts });
          continue;
        }
        const differing = Object.keys(facts).filter((key) => facts[key] !== other.facts[key]);
        if (differing.length > 0)
          yield {
            place,
            message: `${name} has another ${differing.join(", ")} than in ${other.manifest.name} (${other.manifest.place.source.path})`,
          };
      }
    }
  },
};

type Facts = Readonly<Record<string, string | undefined>>;

function factsOf(
  argument: Place,
  bounds: { readonly enum?: readonly string[]; readonly pattern?: string } | undefined,
): Facts {
  return {
    description: argument.at("description").text?.trim(),
    default: argument.at("value").text,
    enum: bounds?.enum && JSON.stringify(bounds.enum),
    pattern: bounds?.pattern,
  };
}

export const consistencyRules = [parameterDrift];
