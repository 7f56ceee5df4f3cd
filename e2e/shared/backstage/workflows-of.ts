import { taskLabel } from "../../../config/annotations";
import type { KubernetesApi } from "../../lab/kubernetes-api";

export interface FoundWorkflow {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly status?: { readonly phase?: string };
}

/** The workflows that a task of the engine created, from the API server. */
export async function workflowsOf(
  api: KubernetesApi,
  namespace: string,
  task?: string,
): Promise<FoundWorkflow[]> {
  const selector = task === undefined ? "" : `?labelSelector=${encodeURIComponent(`${taskLabel}=${task}`)}`;
  const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/workflows${selector}`;
  return (await api.get<{ items: FoundWorkflow[] }>(path)).items;
}
