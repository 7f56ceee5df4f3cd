import type { KubernetesApi } from "../kubernetes-api";
import type { Images } from "./images";
import type { Pod } from "./pod";
import type { PodNetwork } from "./pod-network";

/** What everything on the node shares. */
export interface NodeContext {
  /** A client with this node's identity (`system:node:<name>`) and permissions. */
  readonly api: KubernetesApi;
  readonly nodeName: string;
  /** Data folder of the node, with pods in `pods/`. */
  readonly folder: string;
  /** Path of `lab-container`. */
  readonly runner: string;
  readonly images: Images;
  /** Entries of the containers' /etc/hosts. */
  readonly hosts: ReadonlyMap<string, string>;
  /** Assigns addresses to pods. */
  readonly network: PodNetwork;
  /** Seconds before a failed container's first restart. */
  readonly backoffSeconds: number;
  /** Records an event of a pod; never throws. */
  readonly event: (pod: Pod, type: "Normal" | "Warning", reason: string, message: string) => void;
}
