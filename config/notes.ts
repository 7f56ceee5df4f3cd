import type { Environment } from "./environment";

const notes: readonly ((environment: Environment) => readonly string[])[] = [outlivedLogs, unusedTargets];

/** What is allowed and may still surprise the author of an environment file: a sentence for each. */
export function notesOf(environment: Environment): string[] {
  return notes.flatMap((note) =>
    note(environment).map((sentence) => `environments/${environment.name}.yaml: ${sentence}`),
  );
}

function outlivedLogs({ archive, artifacts }: Environment): string[] {
  const { retentionDays } = artifacts;
  if (!archive.enabled || artifacts.bucket !== undefined || archive.ttlDays <= retentionDays) return [];
  return [
    `archive.ttlDays keeps workflows for ${archive.ttlDays} days, but artifacts.retentionDays ` +
      `deletes their logs and artifacts after ${retentionDays}: older workflows are shown without them. To keep both as long, raise ` +
      `artifacts.retentionDays or lower archive.ttlDays`,
  ];
}

/** A target whose name has a typo drops what it requires. */
function unusedTargets({ targets, teams }: Environment): string[] {
  const used = new Set(teams.flatMap(({ deployTo }) => deployTo.map(({ namespace }) => namespace)));
  return Object.entries(targets)
    .filter(([name, { namespace }]) => !used.has(namespace ?? name))
    .map(
      ([name]) =>
        `targets.${name} has no effect: no team deploys to it. If deployTo of a team means it, write the same name`,
    );
}
