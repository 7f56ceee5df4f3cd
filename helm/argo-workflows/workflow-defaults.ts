import type { Environment } from "../../config/environment";
import { serviceAccounts } from "../../config/naming";
import { podSpecPatch } from "../../config/pod-spec-patch";
import { commonNodes, spotFirst } from "../../config/values/workflow-nodes";
import type { Values } from "./merge";
import { nodes } from "./pods";

/**
 * Matches a pod that was lost with its node: it was deleted with the node, or the kubelet killed it while the node shut
 * down (Argo: docs/retries.md; a Spot interruption is a failure, not an error, since Kubernetes 1.33). Steps and DAGs
 * never end with these messages, so a retry isn't repeated at each level of a workflow (argo-workflows#13990).
 */
const nodeLoss = 'lastRetry.message matches "pod deleted|imminent node shutdown"';

/** Defaults of a workflow, in addition to those of values.yaml. */
export function workflowDefaults(environment: Environment): Values {
  const { workflows, teams } = environment;
  const { nodeSelector, tolerations } = commonNodes(environment);
  return {
    spec: {
      podSpecPatch: podSpecPatch(environment),
      activeDeadlineSeconds: workflows.deadlineSeconds,
      ttlStrategy: {
        secondsAfterSuccess: workflows.ttl.afterSuccessSeconds,
        secondsAfterCompletion: workflows.ttl.afterCompletionSeconds,
        secondsAfterFailure: workflows.ttl.afterFailureSeconds,
      },
      templateDefaults: {
        retryStrategy: {
          // A step may lose more than one Spot node.
          limit: workflows.spot ? "4" : "2",
          retryPolicy: "Always",
          expression: nodeLoss,
          // Argo waits before it evaluates the expression, so every failure is reported with this delay. No
          // maxDuration: it counts from the start of the first attempt, so a step that ran longer would never be
          // retried (argo-workflows: operator.go, processNodeRetries).
          backoff: { duration: "5s", factor: "2" },
        },
      },
      ...(teams.some(({ artifactGC }) => artifactGC) && { artifactGC: deletingPods }),
      ...(workflows.spot && { affinity: spotFirst }),
      ...nodes(nodeSelector, tolerations),
    },
  };
}

/**
 * By default, Argo's pods that delete artifacts run as `default`, which may not delete anything (argo-workflows:
 * artifact_gc.go, getArtifactGCPodInfo), and with `templateReferencing: Strict` a workflow can't name another account.
 * Nothing is deleted unless a workflow sets a strategy.
 */
const deletingPods = { serviceAccountName: serviceAccounts.workflow };
