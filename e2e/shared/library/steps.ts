import type { Outcome } from "./runs";

/** How many pods of a template started: more than one only if a step was retried. */
export function triesOf(outcome: Outcome, template: string): number {
  return outcome.pods.filter(({ templateName }) => templateName === template).length;
}

/** "Succeeded", or the phase with every message of the run. */
export function phaseOf(outcome: Outcome): string {
  return outcome.phase === "Succeeded" ? outcome.phase : `${outcome.phase}: ${outcome.said}`;
}
