import { deployableByLabel } from "../annotations";
import { controlPlaneNamespaces, deployTarget } from "../values/deploy-target";
import type { Draft, Violation } from "./violation";

export function targetsRules(draft: Draft): Violation[] {
  return [...targetEntries(draft), ...ownersLabels(draft)];
}

function targetEntries({ targets = {} }: Draft): Violation[] {
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

/** The value of a label has at most 63 characters (API: metadata.labels). */
const longestLabel = 63;

/** The owner of a namespace names in one label every team that deploys to it. */
function ownersLabels({ targets = {}, teams = {} }: Draft): Violation[] {
  const names = new Map<string, string[]>();
  return Object.entries(teams).flatMap(([name, { deployTo }]) =>
    deployTo.flatMap((entry, index) => {
      const { namespace } = deployTarget(entry, targets);
      const all = [...(names.get(namespace) ?? []), name];
      names.set(namespace, all);
      const value = all.join(".");
      if (value.length <= longestLabel) return [];
      const message =
        `needs the label ${deployableByLabel}: ${value} on namespace ${namespace} with ${value.length} characters; ` +
        `the limit is ${longestLabel}, so let fewer teams deploy to it`;
      return [{ path: ["teams", name, "deployTo", index], message }];
    }),
  );
}
