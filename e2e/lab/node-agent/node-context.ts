import type { KubernetesApi } from "../kubernetes-api";
import type { Images } from "./images";
import type { Pod } from "./pod";
import type { PodNetwork } from "./pod-network";

/** What everything on the node shares. */
export interface NodeContext {
  /** As this node (`system:node:<name>`), with a node's rights. */
  readonly api: KubernetesApi;
  readonly nodeName: string;
  /** Data folder of the node; pods live below `pods/`. */
  readonly folder: string;
  /** Path of `lab-container`. */
  readonly runner: string;
  readonly images: Images;
  /** Names that containers find in /etc/hosts, with their addresses. */
  readonly hosts: ReadonlyMap<string, string>;
  /** Where pods get their addresses. */
  readonly network: PodNetwork;
  /** Seconds before a failed container's first restart. */
  readonly backoffSeconds: number;
  /** Records an event of a pod; never throws. */
  readonly event: (pod: Pod, type: "Normal" | "Warning", reason: string, message: string) => void;
}
