import { list, section } from "./basic";
import { labels, namespaceName } from "./kubernetes";

const entry = section({
  namespace: namespaceName.describe("Namespace of the gateway's pods"),
  podLabels: labels.optional().describe("Labels of the pods. Default: all pods of the namespace"),
});

/** Pods that can call Argo's server. */
export const entries = list(entry, { min: 0, max: 10 }, "must be a list of gateways");
