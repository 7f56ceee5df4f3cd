import type { Draft, Violation } from "../violation";
import { timesOf } from "../workflows";

/** Rules that a bucket can have (AWS: S3 quotas), without those for all teams. */
const mostRules = 990;

export function retentionDaysRules(draft: Draft): Violation[] {
  const { teams = {}, artifacts, workflows } = draft;
  const shorter = Object.entries(teams).flatMap(([name, { retentionDays }]) =>
    retentionDays === undefined ? [] : [{ path: ["teams", name, "retentionDays"], days: retentionDays }],
  );
  if (artifacts?.bucket !== undefined) {
    const message =
      "has no effect while artifacts.bucket is set: the owner of that bucket decides how long it keeps objects; remove it";
    return shorter.map(({ path }) => ({ path, message }));
  }
  const found = shorter.flatMap(({ path, days }): Violation[] => [
    ...(artifacts ? ofBucket(path, days, artifacts) : []),
    ...(workflows ? ofWorkflows(path, days, workflows) : []),
  ]);
  if (shorter.length <= mostRules) return found;
  const message = `have retentionDays in ${shorter.length} teams; S3 takes at most ${mostRules} such rules`;
  return [...found, { path: ["teams"], message }];
}

/** S3 deletes an object after the shortest of its times, so a team can't keep its artifacts longer than the others. */
function ofBucket(path: string[], days: number, artifacts: NonNullable<Draft["artifacts"]>): Violation[] {
  const { retentionDays, intelligentTieringDays } = artifacts;
  if (days > retentionDays) {
    const message = `is more than artifacts.retentionDays (${retentionDays}), after which S3 deletes everything; raise that, and set retentionDays of the other teams`;
    return [{ path, message }];
  }
  if (days > intelligentTieringDays) return [];
  return [
    { path, message: `must be more than artifacts.intelligentTieringDays (${intelligentTieringDays})` },
  ];
}

function ofWorkflows(path: string[], days: number, workflows: NonNullable<Draft["workflows"]>): Violation[] {
  const longest = timesOf(workflows).find(({ seconds }) => seconds > days * 86_400);
  if (longest === undefined) return [];
  const field = ["workflows", ...longest.path].join(".");
  const message = `deletes artifacts and logs of a workflow that ${field} keeps longer (${longest.seconds} seconds); raise it, or lower ${field}`;
  return [{ path, message }];
}
