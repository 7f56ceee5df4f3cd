import { controlPlaneNamespaces } from "../values/deploy-target";
import type { Draft, Violation } from "./violation";

export function targetsRules({ targets = {} }: Draft): Violation[] {
  const owners = new Map<string, string>();
  return Object.entries(targets).flatMap(([name, target]) => {
    const namespace = target.namespace ?? name;
    const path = ["targets", name];
    const where = [...path, ...(target.namespace === undefined ? [] : ["namespace"])];
    const owner = owners.get(namespace);
    owners.set(namespace, owner ?? name);
    const found: Violation[] = [];
    if (owner !== undefined)
      found.push({ path: where, message: `leads to namespace ${namespace}, like target ${owner}; keep one` });
    if (target.controlPlane && !controlPlaneNamespaces.includes(namespace)) {
      const message = `has no effect: ${namespace} is none of ${controlPlaneNamespaces.join(", ")}; remove it`;
      found.push({ path: [...path, "controlPlane"], message });
    }
    return found;
  });
}
