import { section, wholeNumber } from "./fields/basic";

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
})
  .prefault({})
  .describe("Limits of the workflow controller");
