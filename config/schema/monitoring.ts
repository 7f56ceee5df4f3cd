import { flag, section } from "./fields/basic";
import { labels, namespaceName } from "./fields/kubernetes";

export const monitoring = section({
  namespace: namespaceName.default("monitoring").describe("Namespace of Prometheus; it may read metrics"),
  serviceMonitor: flag().default(false).describe("Create a ServiceMonitor; needs the Prometheus operator"),
  serviceMonitorLabels: labels
    .default({})
    .describe(
      "Labels by which a Prometheus selects the ServiceMonitor, often release; see docs/PRE_DEPLOYMENT.md",
    ),
})
  .prefault({})
  .describe("How Prometheus reads metrics");
