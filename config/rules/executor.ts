import { requestsFit } from "./requests-fit";
import type { Draft, Violation } from "./violation";

export function executorRules({ executor }: Draft): Violation[] {
  return executor ? requestsFit(["executor", "resources"], executor.resources) : [];
}
