import type { Draft, Violation } from "./violation";

const day = 86_400;

export function workflowsRules(draft: Draft): Violation[] {
  return [...artifactsOutlive(draft), ...spotNodes(draft)];
}

/** S3 deletes artifacts and logs by their age, also those of a workflow that is still running or shown. */
function artifactsOutlive({ artifacts, workflows }: Draft): Violation[] {
  if (!artifacts || !workflows) return [];
  const { retentionDays } = artifacts;
  const { deadlineSeconds, ttl } = workflows;
  const times = [
    { path: ["deadlineSeconds"], seconds: deadlineSeconds, what: "lets a workflow run for" },
    ...Object.entries(ttl).map(([key, seconds]) => ({
      path: ["ttl", key],
      seconds,
      what: "keeps a workflow for",
    })),
  ];
  return times.flatMap(({ path, seconds, what }): Violation[] => {
    if (seconds <= retentionDays * day) return [];
    const days = Math.round((seconds / day) * 10) / 10;
    const message = `${what} ${days} days, but its artifacts and logs are deleted after ${retentionDays}; lower it, or raise artifacts.retentionDays`;
    return [{ path: ["workflows", ...path], message }];
  });
}

/** Karpenter never starts a node that is both. */
function spotNodes({ workflows, scheduling }: Draft): Violation[] {
  const key = "karpenter.sh/capacity-type";
  if (!workflows?.spot || scheduling?.workflowNodeSelector[key] !== "on-demand") return [];
  const message = "excludes the Spot nodes that workflows.spot asks for; remove one of them";
  return [{ path: ["scheduling", "workflowNodeSelector", key], message }];
}
