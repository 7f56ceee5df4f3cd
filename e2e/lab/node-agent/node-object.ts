import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesApi } from "../kubernetes-api";
import { now } from "./pod-status";

export interface NodeObjectProps {
  readonly api: KubernetesApi;
  readonly name: string;
  /** Port on which the API server reads logs from this node. */
  readonly kubeletPort: number;
  /** What the scheduler may place on the node; nothing enforces it. */
  readonly capacity: { readonly cpu: string; readonly memory: string; readonly pods: string };
  readonly labels?: Readonly<Record<string, string>>;
}

/** Registers the node with the API server and renews its lease until `signal` aborts. */
export async function registerNode(props: NodeObjectProps, signal: AbortSignal): Promise<void> {
  const { api, name } = props;
  const labels = {
    "kubernetes.io/hostname": name,
    "kubernetes.io/os": "linux",
    "kubernetes.io/arch": process.arch === "x64" ? "amd64" : process.arch,
    "topology.kubernetes.io/zone": "us-east-1a",
    "topology.kubernetes.io/region": "us-east-1",
    ...props.labels,
  };
  await api.post("/api/v1/nodes", { apiVersion: "v1", kind: "Node", metadata: { name, labels } });
  await api.patch(`/api/v1/nodes/${name}/status`, { status: statusOf(props) });
  const lease = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
  const spec = () => ({
    holderIdentity: name,
    leaseDurationSeconds: 40,
    renewTime: new Date().toISOString().replace("Z", "000Z"),
  });
  const metadata = { name, namespace: "kube-node-lease" };
  await api.post(lease, { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec: spec() });
  void (async () => {
    for (;;) {
      await sleep(10_000, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await api.patch(`${lease}/${name}`, { spec: spec() }).catch((error: unknown) => {
        if (!signal.aborted) console.error(`node: lease: ${(error as Error).message}`);
      });
    }
  })();
}

function statusOf({ name, kubeletPort, capacity }: NodeObjectProps) {
  const resources = { ...capacity, "ephemeral-storage": "100Gi" };
  const condition = (type: string, status: "True" | "False", reason: string) => ({
    type,
    status,
    reason,
    message: reason,
    lastHeartbeatTime: now(),
    lastTransitionTime: now(),
  });
  return {
    capacity: resources,
    allocatable: resources,
    addresses: [
      { type: "InternalIP", address: "127.0.0.1" },
      { type: "Hostname", address: name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } },
    conditions: [
      condition("MemoryPressure", "False", "KubeletHasSufficientMemory"),
      condition("DiskPressure", "False", "KubeletHasNoDiskPressure"),
      condition("PIDPressure", "False", "KubeletHasSufficientPID"),
      condition("Ready", "True", "KubeletReady"),
    ],
  };
}
