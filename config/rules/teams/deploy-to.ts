import { controlPlaneNamespace } from "../../naming";
import { controlPlaneNamespaces, deployTarget } from "../../values/deploy-target";
import type { Draft, TeamEntry, Violation } from "../violation";
import { tenantOf, workflowsOf } from "./tenants";

export function deployToRules(draft: Draft): Violation[] {
  return Object.entries(draft.teams ?? {}).flatMap(([name, team]) => deployTargets(name, team, draft));
}

function deployTargets(name: string, { deployTo }: TeamEntry, draft: Draft): Violation[] {
  return deployTo.flatMap((entry, index) => {
    const message = refusal(entry, draft);
    return message === undefined ? [] : [{ path: ["teams", name, "deployTo", index], message }];
  });
}

/**
 * A team that can change the namespace of the control plane controls Argo. A team that can deploy to another team's
 * namespace gets the AWS role of that team. A team that can change a program with cluster-wide rights has those rights.
 */
function refusal(entry: string, draft: Draft): string | undefined {
  const { targets = {} } = draft;
  const { namespace } = deployTarget(entry, targets);
  const leads = namespace === entry ? "" : `leads to namespace ${namespace}, which `;
  if (namespace === "default" || namespace.startsWith("kube-"))
    return `${leads}is reserved; deploy to a namespace of your application`;
  const tenant =
    namespace === controlPlaneNamespace
      ? "Argo itself"
      : (tenantOf(namespace, draft) ?? workflowsOf(namespace, draft));
  if (tenant !== undefined) return `${leads}belongs to ${tenant}; deploy to a namespace of your application`;
  if (controlPlaneNamespaces.includes(namespace) && !targets[entry]?.controlPlane)
    return (
      `${leads}belongs to a program that can change the whole cluster; deploy to a namespace of your ` +
      `application, or set targets.${entry}.controlPlane: true`
    );
  const target = Object.entries(targets).find(([, other]) => other.namespace === entry);
  if (target && !Object.hasOwn(targets, entry))
    return `is the namespace of target ${target[0]}; name the target`;
  return undefined;
}
