import type { Environment } from "./environment";
import { type LargeStep, stepSizeOf } from "./values/large-steps";
import { mebibytes, milliCpu } from "./values/quantity";

const notes: readonly ((environment: Environment) => readonly string[])[] = [
  outlivedLogs,
  outlivedLogsOfTeams,
  unusedTargets,
  unusedCertificate,
  unusedChoices,
  formsThatFail,
];

/** Templates with a large step that have a form for each team. */
const builds: readonly LargeStep[] = ["build-java-maven", "build-node-pnpm"];

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

/** Silent if the note about artifacts.retentionDays says it for all teams. */
function outlivedLogsOfTeams(environment: Environment): string[] {
  const { archive, artifacts, teams } = environment;
  if (!archive.enabled || artifacts.bucket !== undefined || outlivedLogs(environment).length > 0) return [];
  return teams.flatMap(({ name, retentionDays }) =>
    retentionDays === undefined || archive.ttlDays <= retentionDays
      ? []
      : [
          `teams.${name}.retentionDays deletes logs and artifacts after ${retentionDays} days, but archive.ttlDays ` +
            `keeps workflows for ${archive.ttlDays}: older workflows of the team are shown without them`,
        ],
  );
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

function unusedCertificate({ certificateArn, ingress }: Environment): string[] {
  if (certificateArn === undefined || ingress.enabled) return [];
  return ["certificateArn has no effect while ingress.enabled is false"];
}

function unusedChoices({ backstage, teams }: Environment): string[] {
  if (backstage.enabled) return [];
  return teams
    .filter((team) => !team.backstage)
    .map(({ name }) => `teams.${name}.backstage has no effect while backstage.enabled is false`);
}

/** The LimitRange refuses a pod whose container has a higher limit. */
function formsThatFail({ backstage, workflows, teams }: Environment): string[] {
  if (!backstage.enabled) return [];
  return teams.flatMap(({ name, containers: { max, ephemeralStorage }, ...team }) => {
    if (!team.backstage) return [];
    const tooLarge = builds.filter((build) => {
      const size = stepSizeOf(build, workflows.sizes);
      return (
        milliCpu(size.cpu) > milliCpu(max.cpu) ||
        mebibytes(size.memory) > mebibytes(max.memory) ||
        mebibytes(size.ephemeralStorage) > mebibytes(ephemeralStorage.max)
      );
    });
    if (tooLarge.length === 0) return [];
    return [
      `teams.${name}: a step of ${tooLarge.join(" or ")} needs more than a container of the team can have, so its form in ` +
        `Backstage fails. Raise the team's quota or containers.max, or lower workflows.sizes`,
    ];
  });
}
