import { mebibytes } from "../../values/quantity";
import type { Draft, Violation } from "../violation";

/** A container's limit is never below its request, so a smaller sum of limits would leave requests unused. */
export function quotaRules({ teams = {} }: Draft): Violation[] {
  return Object.entries(teams).flatMap(([name, { quota }]): Violation[] => {
    const { memory, memoryLimits } = quota;
    if (memoryLimits === undefined || mebibytes(memoryLimits) >= mebibytes(memory)) return [];
    const message = `is less than quota.memory (${memory}); raise it, or leave it out`;
    return [{ path: ["teams", name, "quota", "memoryLimits"], message }];
  });
}
