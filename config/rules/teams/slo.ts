import type { Draft, Violation } from "../violation";

export function sloRules({ monitoring, teams = {} }: Draft): Violation[] {
  if (monitoring?.rules !== false) return [];
  return Object.entries(teams)
    .filter(([, { slo }]) => slo !== undefined)
    .map(([name]) => ({
      path: ["teams", name, "slo"],
      message: "has no effect while monitoring.rules is false; remove it",
    }));
}
