import type { Outcome } from "../shared/library/runs";

/** Time and pods of each template over all its runs, as lines of text. */
export function summary(outcomes: readonly Outcome[]): string {
  const templates = [...new Set(outcomes.map(({ template }) => template))].sort();
  const lines = templates.map((template) => {
    const own = outcomes.filter((each) => each.template === template);
    const good = own.filter(({ phase }) => phase === "Succeeded");
    const seconds = good.map((each) => each.seconds);
    const pods = good.map((each) => each.pods.length);
    const range = (values: readonly number[]): string =>
      values.length === 0 ? "-" : `${Math.min(...values)}-${Math.max(...values)}`;
    return [
      template.padEnd(24),
      String(own.length).padStart(4),
      String(good.length).padStart(9),
      range(seconds).padStart(10),
      range(pods).padStart(6),
    ].join("  ");
  });
  const head = ["template".padEnd(24), "runs", "succeeded", "   seconds", "  pods"].join("  ");
  return [head, ...lines].join("\n");
}
