import { containerSizesOf, diskSizesOf } from "../values/container-sizes";
import { mebibytes, milliCpu } from "../values/quantity";
import type { Draft, Violation } from "./violation";

const day = 86_400;

export function workflowsRules(draft: Draft): Violation[] {
  return [...artifactsOutlive(draft), ...spotNodes(draft), ...stepSizes(draft)];
}

/** S3 deletes artifacts and logs by their age, also those of a workflow that is still running or shown. */
function artifactsOutlive({ artifacts, workflows }: Draft): Violation[] {
  if (!artifacts || artifacts.bucket !== undefined || !workflows) return [];
  const { retentionDays } = artifacts;
  return timesOf(workflows).flatMap(({ path, seconds, what }): Violation[] => {
    if (seconds <= retentionDays * day) return [];
    const days = Math.round((seconds / day) * 10) / 10;
    const message = `${what} ${days} days, but its artifacts and logs are deleted after ${retentionDays}; lower it, or raise artifacts.retentionDays`;
    return [{ path: ["workflows", ...path], message }];
  });
}

/** The LimitRange of a namespace refuses a larger step, so at least one team must have room for it. */
function stepSizes({ workflows, teams = {} }: Draft): Violation[] {
  const rooms = Object.values(teams).map((team) => ({
    ...containerSizesOf(team).max,
    ephemeralStorage: diskSizesOf(team).max,
  }));
  if (!workflows || rooms.length === 0) return [];
  const measures = [
    ["cpu", milliCpu],
    ["memory", mebibytes],
    ["ephemeralStorage", mebibytes],
  ] as const;
  return Object.entries(workflows.sizes).flatMap(([name, size]) =>
    measures.flatMap(([what, amountOf]): Violation[] => {
      const wanted = size[what];
      if (wanted === undefined || rooms.some((room) => amountOf(wanted) <= amountOf(room[what]))) return [];
      const message =
        "is more than one container can have in any team; lower it, or raise containers.max of a team";
      return [{ path: ["workflows", "sizes", name, what], message }];
    }),
  );
}

/** How long a workflow runs, and how long it stays after its end. */
export function timesOf({ deadlineSeconds, ttl }: NonNullable<Draft["workflows"]>) {
  return [
    { path: ["deadlineSeconds"], seconds: deadlineSeconds, what: "lets a workflow run for" },
    ...Object.entries(ttl).map(([key, seconds]) => ({
      path: ["ttl", key],
      seconds,
      what: "keeps a workflow for",
    })),
  ];
}

/** Karpenter never starts a node that is both. */
function spotNodes({ workflows, scheduling }: Draft): Violation[] {
  const key = "karpenter.sh/capacity-type";
  if (!workflows?.spot || scheduling?.workflowNodeSelector[key] !== "on-demand") return [];
  const message = "excludes the Spot nodes that workflows.spot asks for; remove one of them";
  return [{ path: ["scheduling", "workflowNodeSelector", key], message }];
}
