import { isDeployer } from "./callers";
import type { Policy } from "./policy";

/** Services of deploy steps lead to the application's own pods, inside the cluster. */
export function deployedServices(targets: readonly string[]): Policy {
  return {
    name: "deployed-services",
    namespaces: targets,
    resources: [{ apiGroups: [""], resources: ["services"], operations: ["CREATE", "UPDATE"] }],
    conditions: [isDeployer],
    variables: [
      { name: "spec", expression: "dyn(object).?spec.orValue({})" },
      { name: "type", expression: "variables.spec.?type.orValue('ClusterIP')" },
      {
        name: "before",
        expression: "request.operation == 'UPDATE' ? dyn(oldObject).?spec.orValue({}) : dyn({})",
      },
    ],
    validations: [
      {
        expression:
          "variables.type in ['ClusterIP', 'NodePort'] || variables.type == variables.before.?type.orValue('')",
        message:
          "A deploy step may not make a Service of type LoadBalancer or ExternalName. Use ClusterIP, and an Ingress for callers from outside.",
      },
      {
        expression:
          "variables.spec.?externalIPs.orValue([]).all(i, i in variables.before.?externalIPs.orValue([]))",
        message: "A deploy step may not set externalIPs. Remove them.",
      },
      {
        expression:
          "variables.type != 'ExternalName' || variables.spec.?externalName.orValue('') == variables.before.?externalName.orValue('')",
        message: "A deploy step may not change where a Service of type ExternalName leads.",
      },
    ],
  };
}
