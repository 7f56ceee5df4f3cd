import type { Environment, Team } from "../environment";
import type { Toleration } from "./toleration";

type Pools = Pick<Environment, "workflows" | "scheduling">;

/** Nodes of workflow pods: the labels that they must have, and the taints that the pods tolerate. */
export interface WorkflowNodes {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
}

/** Keeps other pods away from Spot nodes. */
const spotTaint: Toleration = { key: "karpenter.sh/capacity-type", value: "spot", effect: "NoSchedule" };

/** The nodes of the teams that choose none of their own. */
export function commonNodes(pools: Pools): WorkflowNodes {
  return nodesOf(pools, { scheduling: {} });
}

/** The nodes of a team's pods. */
export function nodesOf(
  { workflows, scheduling: common }: Pools,
  { scheduling: own }: Pick<Team, "scheduling">,
): WorkflowNodes {
  return {
    nodeSelector: own.nodeSelector ?? common.workflowNodeSelector,
    tolerations: [...(own.tolerations ?? common.workflowTolerations), ...(workflows.spot ? [spotTaint] : [])],
  };
}

/** Each choice of nodes with the namespaces that have it. */
export function nodesByNamespaces(
  environment: Pools & Pick<Environment, "teams">,
): (WorkflowNodes & { readonly namespaces: readonly string[] })[] {
  const choices = new Map<string, { nodes: WorkflowNodes; namespaces: string[] }>();
  for (const team of environment.teams) {
    const nodes = nodesOf(environment, team);
    const choice = choices.get(JSON.stringify(nodes)) ?? { nodes, namespaces: [] };
    choice.namespaces.push(team.namespace);
    choices.set(JSON.stringify(nodes), choice);
  }
  return [...choices.values()].map(({ nodes, namespaces }) => ({ ...nodes, namespaces }));
}

/** Spot nodes if possible, otherwise On-Demand, of the cheaper architecture. Images must exist for both. */
export const spotFirst = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [oneOf("kubernetes.io/arch", "amd64", "arm64")] }],
    },
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 100, preference: { matchExpressions: [oneOf("karpenter.sh/capacity-type", "spot")] } },
    ],
  },
};

function oneOf(key: string, ...values: readonly string[]) {
  return { key, operator: "In", values };
}
