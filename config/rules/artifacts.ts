import type { Draft, Violation } from "./violation";

export function artifactsRules({ artifacts }: Draft): Violation[] {
  if (!artifacts || artifacts.intelligentTieringDays < artifacts.retentionDays) return [];
  const message = `must be less than retentionDays (${artifacts.retentionDays})`;
  return [{ path: ["artifacts", "intelligentTieringDays"], message }];
}
