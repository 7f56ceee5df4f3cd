import type { Draft, TeamEntry, Violation } from "../violation";

export function parallelismRules(draft: Draft): Violation[] {
  return Object.entries(draft.teams ?? {}).flatMap(([name, team]) => parallelism(name, team, draft));
}

function parallelism(name: string, team: TeamEntry, { controller }: Draft): Violation[] {
  const path = ["teams", name, "parallelism"];
  const found: Violation[] = [];
  if (team.parallelism === undefined) return found;
  if (controller?.parallelism !== undefined && team.parallelism > controller.parallelism) {
    found.push({
      path,
      message: `is more than the whole cluster can run at the same time (controller.parallelism: ${controller.parallelism})`,
    });
  }
  if (team.parallelism > team.quota.pods) {
    found.push({
      path,
      message: `is more than the number of pods that can exist at the same time (quota.pods: ${team.quota.pods})`,
    });
  }
  if (team.parallelism > team.quota.workflows) {
    found.push({
      path,
      message: `is more than the number of workflows that can exist at the same time (quota.workflows: ${team.quota.workflows})`,
    });
  }
  return found;
}
