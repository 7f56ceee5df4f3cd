import type { KubernetesApi } from "../kubernetes-api";
import type { NodeContext } from "./node-context";
import { now } from "./pod-status";

let counter = 0;

/** Writes events of pods, for `kubectl describe`; one that can't be written is dropped. */
export function podEvents(api: KubernetesApi, nodeName: string): NodeContext["event"] {
  return (pod, type, reason, message) => {
    const { name, namespace, uid } = pod.metadata;
    const event = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: `${name}.${Date.now().toString(16)}${(counter++).toString(16)}`, namespace },
      involvedObject: { apiVersion: "v1", kind: "Pod", name, namespace, uid },
      type,
      reason,
      message: message.slice(0, 1000),
      source: { component: "kubelet", host: nodeName },
      firstTimestamp: now(),
      lastTimestamp: now(),
      count: 1,
    };
    api.post(`/api/v1/namespaces/${namespace}/events`, event).catch(() => undefined);
  };
}
