import type { Plan } from "../explain/plan";
import type { SynthesizedStack } from "../generators/synthesized-stacks";
import { planFromJson } from "./plan";

/** One plan for each stack that either side has. */
export function plansBetween(
  before: readonly SynthesizedStack[],
  after: readonly SynthesizedStack[],
  base: string,
): (Plan & { readonly environment: string })[] {
  const ids = [...new Set([...before, ...after].map(({ id }) => id))].sort();
  return ids.map((id) => {
    const [old, now] = [before, after].map((side) => side.find((stack) => stack.id === id));
    return {
      stack: id,
      environment: (now ?? old)?.environment ?? id,
      json: planFromJson(old?.configuration, now?.configuration, base),
    };
  });
}
