import type { Outcome } from "./runs";

/** How often pods of a template were begun: more than once only where a try was repeated. */
export function triesOf(outcome: Outcome, template: string): number {
  return outcome.pods.filter(({ templateName }) => templateName === template).length;
}

/** "Succeeded", or the phase with everything that was said. */
export function phaseOf(outcome: Outcome): string {
  return outcome.phase === "Succeeded" ? outcome.phase : `${outcome.phase}: ${outcome.said}`;
}
