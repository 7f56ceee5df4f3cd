import { flag, section } from "./fields/basic";
import { labels, namespaceName } from "./fields/kubernetes";

export const monitoring = section({
  namespace: namespaceName
    .default("monitoring")
    .describe("Namespace that Prometheus runs in. Its pods can read the metrics of Argo"),
  serviceMonitor: flag().default(false).describe("Create a ServiceMonitor. Needs the Prometheus operator"),
  serviceMonitorLabels: labels
    .default({})
    .describe(
      "Labels of the ServiceMonitor. Your Prometheus selects it by them, often by release; see docs/PRE_DEPLOYMENT.md",
    ),
})
  .prefault({})
  .describe("How Prometheus collects metrics");
