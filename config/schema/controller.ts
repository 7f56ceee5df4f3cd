import { section, wholeNumber } from "./fields/basic";
import { resources } from "./fields/kubernetes";

export const controller = section({
  parallelism: wholeNumber(1, 10_000, "workflows")
    .optional()
    .describe(
      "Maximum number of workflows that run at the same time in the cluster. Default: the sum of the teams' limits, so that no team waits for another",
    ),
  namespaceParallelism: wholeNumber(1, 10_000, "workflows")
    .default(10)
    .describe("Maximum number of workflows that run at the same time in one namespace"),
  rateLimit: section({
    limit: wholeNumber(1, 10_000, "pods per second").default(10).describe("Pods per second"),
    burst: wholeNumber(1, 10_000, "pods").default(5).describe("Pods at once after a pause"),
  })
    .prefault({})
    .describe("How fast the controller can create pods"),
  replicas: wholeNumber(1, 5, "pods")
    .default(2)
    .describe("Number of controller pods. One is active, the others stand by"),
  workers: wholeNumber(1, 1000, "workflows")
    .default(32)
    .describe("Number of workflows that the controller works on at the same moment"),
  qps: wholeNumber(1, 1000, "requests per second")
    .default(20)
    .describe("Requests per second that the controller can send to the API server of Kubernetes"),
  burst: wholeNumber(1, 2000, "requests")
    .optional()
    .describe("Requests at once after a pause, at least qps. Default: one and a half times qps"),
  resources: resources({
    requests: { cpu: "200m", memory: "512Mi" },
    limits: { cpu: "1", memory: "2Gi" },
  }).describe("CPU and memory of each controller pod. The active one keeps every live workflow in memory"),
})
  .prefault({})
  .describe("The workflow controller: its limits, and its size");
