import type { Draft, Problem } from "./problem";

export function artifactsRules({ artifacts }: Draft): Problem[] {
  if (!artifacts || artifacts.intelligentTieringDays < artifacts.retentionDays) return [];
  const message = `must be less than retentionDays (${artifacts.retentionDays})`;
  return [{ path: ["artifacts", "intelligentTieringDays"], message }];
}
