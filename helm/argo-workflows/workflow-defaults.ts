import type { Environment } from "../../config/environment";
import { serviceAccounts } from "../../config/naming";
import type { Value, Values } from "./merge";
import { nodes } from "./pods";

/**
 * How a pod ends that lost its node: deleted with the node, or killed by a kubelet that was told to go
 * (Argo: docs/retries.md; a Spot interruption is a failure, not an error, since Kubernetes 1.33). Steps and DAGs
 * never end with such a message, so that a retry doesn't repeat at each level what it repeated below
 * (argo-workflows#13990).
 */
const nodeLoss = 'lastRetry.message matches "pod deleted|imminent node shutdown"';

/** Defaults of a workflow, in addition to those of values.yaml. */
export function workflowDefaults(environment: Environment): Values {
  const { workflows, scheduling, teams } = environment;
  return {
    spec: {
      activeDeadlineSeconds: workflows.deadlineSeconds,
      ttlStrategy: {
        secondsAfterSuccess: workflows.ttl.afterSuccessSeconds,
        secondsAfterCompletion: workflows.ttl.afterCompletionSeconds,
        secondsAfterFailure: workflows.ttl.afterFailureSeconds,
      },
      templateDefaults: {
        retryStrategy: {
          // A Spot node may be lost more than once in the life of a step.
          limit: workflows.spot ? "4" : "2",
          retryPolicy: "Always",
          expression: nodeLoss,
          // Argo waits before it asks the expression, so every failed step is told this much later. No maxDuration: it
          // counts from the first try's start, and a step that ran longer would not be retried at all
          // (argo-workflows: operator.go, processNodeRetries).
          backoff: { duration: "5s", factor: "2" },
        },
      },
      ...(teams.some(({ artifactGC }) => artifactGC) && { artifactGC: deletingPods }),
      ...(workflows.spot && { affinity: spotFirst }),
      ...nodes(scheduling.workflowNodeSelector, [
        ...scheduling.workflowTolerations,
        ...(workflows.spot ? [spotTaint] : []),
      ]),
    },
  };
}

/**
 * Argo's deleting pods would run as `default`, which may delete nothing (argo-workflows: artifact_gc.go,
 * getArtifactGCPodInfo), and with `templateReferencing: Strict` no workflow may name their account. Without a strategy
 * of its own a workflow deletes nothing.
 */
const deletingPods = { serviceAccountName: serviceAccounts.workflow };

/** Taint that keeps other pods away from Spot nodes. */
const spotTaint = { key: "karpenter.sh/capacity-type", value: "spot", effect: "NoSchedule" } as const;

/** Spot if there is any, on demand otherwise, of whichever architecture is cheaper; images must exist for both. */
const spotFirst: Values = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [oneOf("kubernetes.io/arch", "amd64", "arm64")] }],
    },
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 100, preference: { matchExpressions: [oneOf("karpenter.sh/capacity-type", "spot")] } },
    ],
  },
};

function oneOf(key: string, ...values: readonly string[]): Value {
  return { key, operator: "In", values };
}
