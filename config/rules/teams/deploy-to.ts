import { controlPlaneNamespace } from "../../naming";
import type { Draft, TeamEntry, Violation } from "../violation";
import { tenantOf, workflowsOf } from "./tenants";

export function deployToRules(draft: Draft): Violation[] {
  return Object.entries(draft.teams ?? {}).flatMap(([name, team]) => deployTargets(name, team, draft));
}

/**
 * A team that can change the namespace of the control plane controls Argo. A team that can deploy to another team's
 * namespace gets the AWS role of that team.
 */
function deployTargets(name: string, { deployTo }: TeamEntry, draft: Draft): Violation[] {
  return deployTo.flatMap((namespace, index) => {
    const reserved = namespace === "default" || namespace.startsWith("kube-");
    const tenant =
      namespace === controlPlaneNamespace
        ? "Argo itself"
        : (tenantOf(namespace, draft) ?? workflowsOf(namespace, draft));
    if (!reserved && tenant === undefined) return [];
    const message = reserved
      ? "is reserved; deploy to a namespace of your application"
      : `belongs to ${tenant}; deploy to a namespace of your application`;
    return [{ path: ["teams", name, "deployTo", index], message }];
  });
}
