import { withoutIdentity } from "../../lab/identity-webhook";
import { keepWatching } from "../../lab/keep-watching";
import type { KubernetesApi, WatchEvent } from "../../lab/kubernetes-api";
import type { Pod as AnyPod } from "../../lab/node-agent/pod";

/** A pod of a workflow, as the controller asked for it. */
export interface RecordedPod {
  readonly namespace: string;
  /** The workflow's node of this pod. */
  readonly node: string;
  readonly spec: { readonly serviceAccountName?: string };
}

interface Pod {
  readonly metadata: {
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: AnyPod["spec"];
}

const path = `/api/v1/pods?labelSelector=${encodeURIComponent("workflows.argoproj.io/workflow")}&watch=1`;

/** Records every pod of every workflow, because Argo deletes them soon after they end. */
export class PodRecord {
  readonly pods: RecordedPod[] = [];

  /** Watches until aborted. */
  follow(api: KubernetesApi, signal: AbortSignal): Promise<void> {
    return keepWatching<Pod>(api, path, (event) => this.seen(event), signal);
  }

  private seen({ type, object: { metadata, spec } }: WatchEvent<Pod>): void {
    const node = metadata.annotations?.["workflows.argoproj.io/node-id"];
    if (type !== "ADDED" || node === undefined) return;
    // Where it runs is the scheduler's word, and its role is the webhook's.
    const asked = { ...withoutIdentity(spec), nodeName: undefined };
    this.pods.push({ namespace: metadata.namespace, node, spec: asked });
  }
}
