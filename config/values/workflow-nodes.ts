import type { Environment } from "../environment";
import type { Toleration } from "./toleration";

/** Keeps other pods away from Spot nodes. */
const spotTaint: Toleration = { key: "karpenter.sh/capacity-type", value: "spot", effect: "NoSchedule" };

/** The taints that the pods of workflows tolerate. */
export function workflowTolerations({
  workflows,
  scheduling,
}: Pick<Environment, "workflows" | "scheduling">): readonly Toleration[] {
  return [...scheduling.workflowTolerations, ...(workflows.spot ? [spotTaint] : [])];
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
