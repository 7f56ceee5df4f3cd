import type { Environment } from "./environment";

/** What is allowed and may still surprise the author of an environment file: a sentence for each. */
export function notesOf({ name, archive, artifacts }: Environment): string[] {
  const { retentionDays } = artifacts;
  if (!archive.enabled || artifacts.bucket !== undefined || archive.ttlDays <= retentionDays) return [];
  return [
    `environments/${name}.yaml: archive.ttlDays keeps workflows for ${archive.ttlDays} days, but artifacts.retentionDays ` +
      `deletes their logs and artifacts after ${retentionDays}: older workflows are shown without them. To keep both as long, raise ` +
      `artifacts.retentionDays or lower archive.ttlDays`,
  ];
}
