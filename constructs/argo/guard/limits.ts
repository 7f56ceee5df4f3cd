import { at } from "./cel";
import type { Policy } from "./policy";

export interface WorkflowLimits {
  /** Seconds that a workflow may run. */
  readonly deadlineSeconds: number;
  /** Seconds that a finished workflow stays in the cluster. */
  readonly ttl: {
    readonly afterSuccessSeconds: number;
    readonly afterCompletionSeconds: number;
    readonly afterFailureSeconds: number;
  };
}

/** No workflow takes more of the cluster than the environment grants, or comes before the others. */
export function limits(namespaces: readonly string[], { deadlineSeconds, ttl }: WorkflowLimits): Policy {
  const stays = [
    ["secondsAfterSuccess", ttl.afterSuccessSeconds],
    ["secondsAfterCompletion", ttl.afterCompletionSeconds],
    ["secondsAfterFailure", ttl.afterFailureSeconds],
  ] as const;
  return {
    name: "limits",
    namespaces,
    resources: [{ apiGroups: ["argoproj.io"], resources: ["workflows"], operations: ["CREATE"] }],
    variables: [{ name: "spec", expression: "dyn(object).?spec.orValue({})" }],
    validations: [
      {
        expression: `${at("variables.spec", "priority", "0")} <= 0`,
        message: "A priority above 0 is not allowed. Leave priority out: workflows start in order.",
      },
      {
        expression: `!has(variables.spec.activeDeadlineSeconds) || (variables.spec.activeDeadlineSeconds > 0 && variables.spec.activeDeadlineSeconds <= ${deadlineSeconds})`,
        message: `activeDeadlineSeconds must be 1 to ${deadlineSeconds}. Lower it, or leave it out.`,
      },
      {
        expression: stays
          .map(([field, most]) => {
            const value = at("variables.spec", `ttlStrategy.${field}`, "0");
            return `${value} >= 0 && ${value} <= ${most}`;
          })
          .join(" && "),
        message: `ttlStrategy keeps the workflow longer than ${stays.map(([field, most]) => `${field} ${most}`).join(", ")}. Lower it, or leave it out.`,
      },
    ],
  };
}
