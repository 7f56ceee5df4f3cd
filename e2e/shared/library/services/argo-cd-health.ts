import type { KubernetesObject } from "../../../lab/kubernetes-api";

interface Deployment extends KubernetesObject {
  readonly metadata: KubernetesObject["metadata"] & { readonly generation?: number };
  readonly spec: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly reason?: string }[];
  };
}

/** Health of several objects: that of the worst. Only Deployments can be unhealthy. */
export function healthOf(objects: readonly KubernetesObject[]): "Healthy" | "Progressing" | "Degraded" {
  const each = objects
    .filter(({ kind }) => kind === "Deployment")
    .map((one) => ofDeployment(one as Deployment));
  return each.find((one) => one === "Degraded") ?? each.find((one) => one === "Progressing") ?? "Healthy";
}

/** Argo CD's own rule (gitops-engine: pkg/health/health_deployment.go). */
function ofDeployment({ metadata, spec, status = {} }: Deployment) {
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  if (status.conditions?.some(({ reason }) => reason === "ProgressDeadlineExceeded") === true)
    return "Degraded";
  const settled =
    observedGeneration >= (metadata.generation ?? 0) &&
    updatedReplicas >= (spec.replicas ?? 1) &&
    replicas <= updatedReplicas &&
    availableReplicas >= updatedReplicas;
  return settled ? "Healthy" : "Progressing";
}
