import { declaredBounds } from "../bounds";
import type { Manifest } from "../manifest";
import type { Place } from "../place";
import type { Rule } from "../rule";

/** Rules about consistency between templates. */

const parameterDrift: Rule = {
  id: "parameter-drift",
  sentence: "Parameters with the same name have the same description, default and bounds in every template.",
  *check({ reusable }) {
    const byName = new Map<string, Use[]>();
    for (const manifest of reusable) {
      const bounds = declaredBounds(manifest);
      for (const { name, place } of manifest.arguments) {
        const use = { manifest, place, facts: factsOf(place, bounds.get(name)) };
        byName.set(name, [...(byName.get(name) ?? []), use]);
      }
    }
    for (const [name, uses] of byName) {
      const usual = mostCommon(uses);
      for (const { place, facts } of uses) {
        const differing = Object.keys(facts).filter((key) => facts[key] !== usual.facts[key]);
        if (differing.length > 0)
          yield {
            place,
            message: `${name} has a different ${differing.join(", ")} than in ${usual.manifest.name} (${usual.place.source.path})`,
          };
      }
    }
  },
};

/** An argument of one template. */
interface Use {
  readonly manifest: Manifest;
  readonly place: Place;
  readonly facts: Facts;
}

/** The most common version; of equally common ones, the first. */
function mostCommon(uses: readonly Use[]): Use {
  const counts = new Map<string, number>();
  const count = ({ facts }: Use) => counts.get(JSON.stringify(facts)) ?? 0;
  for (const use of uses) counts.set(JSON.stringify(use.facts), count(use) + 1);
  return uses.reduce((best, use) => (count(use) > count(best) ? use : best));
}

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
