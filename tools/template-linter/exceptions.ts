import { lintIgnoreAnnotation } from "../../config/annotations";
import type { Manifest } from "./manifest";
import type { Place } from "./place";
import type { Finding } from "./rule";

/** Rules about exceptions. They allow no exception themselves. */
export const exceptionRules = [
  { id: "exception-without-reason", sentence: "Every exception has a reason." },
  { id: "unused-exception", sentence: "Every exception is needed." },
] as const;

/** A finding with the id of its rule. */
export interface RuleFinding extends Finding {
  readonly rule: string;
}

/**
 * Removes the findings that annotations except, and adds findings about the annotations themselves.
 * @param known ids of the rules that allow exceptions
 */
export function withExceptions(
  findings: readonly RuleFinding[],
  manifests: readonly Manifest[],
  known: ReadonlySet<string>,
): RuleFinding[] {
  const excused = new Set<RuleFinding>();
  const own: RuleFinding[] = [];
  for (const manifest of manifests) {
    for (const [rule, place] of manifest.annotations(lintIgnoreAnnotation)) {
      const matching = findings.filter(
        (finding) => finding.rule === rule && contains(manifest.place, finding.place),
      );
      for (const finding of matching) excused.add(finding);
      if (!known.has(rule))
        own.push({ rule: "unused-exception", place, message: `there is no rule ${rule}` });
      else if (matching.length === 0)
        own.push({
          rule: "unused-exception",
          place,
          message: `nothing here breaks ${rule}; remove the annotation`,
        });
      if ((place.string ?? "").trim() === "")
        own.push({
          rule: "exception-without-reason",
          place,
          message: `has no reason; write why ${rule} doesn't apply here`,
        });
    }
  }
  return [...findings.filter((finding) => !excused.has(finding)), ...own];
}

function contains(outer: Place, inner: Place): boolean {
  return outer.source === inner.source && outer.path.every((step, index) => inner.path[index] === step);
}
