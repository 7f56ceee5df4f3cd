import { isController, isKubernetes, isPlatform } from "./callers";
import { all } from "./cel";
import type { Policy } from "./policy";

/** Schedules are the platform's, as templates are; others turn one off and on. */
export function schedules(namespaces: readonly string[]): Policy {
  const same = (field: string, empty: string) =>
    `dyn(object).metadata.?${field}.orValue(${empty}) == dyn(oldObject).metadata.?${field}.orValue(${empty})`;
  const metadata = all(same("labels", "{}"), same("annotations", "{}"));
  const owned = all(same("ownerReferences", "[]"), same("finalizers", "[]"));
  const check = "f == 'suspend' || variables.spec[?f] == variables.before[?f]";
  return {
    name: "schedules",
    namespaces,
    resources: [
      { apiGroups: ["argoproj.io"], resources: ["cronworkflows"], operations: ["CREATE", "UPDATE"] },
    ],
    variables: [
      { name: "spec", expression: "dyn(object).?spec.orValue({})" },
      {
        name: "before",
        expression: "request.operation == 'UPDATE' ? dyn(oldObject).?spec.orValue({}) : dyn({})",
      },
    ],
    validations: [
      {
        expression: `request.operation == 'UPDATE' || ${isPlatform}`,
        message:
          "Only the platform creates schedules. Keep the CronWorkflow where the team's templates are applied from.",
      },
      {
        expression:
          "request.operation == 'CREATE' || " +
          `(variables.spec.all(f, ${check}) && variables.before.all(f, ${check}) && ${metadata} && (${isKubernetes} || (${owned})) && ` +
          `dyn(object).?status == dyn(oldObject).?status) || ${isController} || ${isPlatform}`,
        message:
          "Only suspend of a schedule may be changed here. Change the rest where the CronWorkflow is applied from.",
      },
    ],
  };
}
