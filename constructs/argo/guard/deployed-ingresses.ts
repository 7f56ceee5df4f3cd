import { isDeployer } from "./callers";
import type { Policy } from "./policy";

const group = "alb.ingress.kubernetes.io/group.name";

/** Ingresses of deploy steps join no load balancer that others use. */
export function deployedIngresses(targets: readonly string[]): Policy {
  return {
    name: "deployed-ingresses",
    namespaces: targets,
    resources: [
      { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], operations: ["CREATE", "UPDATE"] },
    ],
    conditions: [isDeployer],
    variables: [
      { name: "group", expression: `dyn(object).metadata.?annotations['${group}'].orValue('')` },
      {
        name: "before",
        expression: `request.operation == 'UPDATE' ? dyn(oldObject).metadata.?annotations['${group}'].orValue('') : ''`,
      },
    ],
    validations: [
      {
        expression: "variables.group == '' || variables.group == variables.before",
        message: `A deploy step may not join an ingress group. Remove the annotation ${group}, or ask the platform to set it.`,
      },
    ],
  };
}
