import { section, wholeNumber } from "./fields/basic";

export const controller = section({
  parallelism: wholeNumber(1, 10_000, "workflows")
    .default(20)
    .describe("Workflows that run at once in the cluster"),
  namespaceParallelism: wholeNumber(1, 10_000, "workflows")
    .default(10)
    .describe("Workflows that run at once in one namespace"),
  rateLimit: section({
    limit: wholeNumber(1, 10_000, "pods per second").default(10).describe("Pods created per second"),
    burst: wholeNumber(1, 10_000, "pods")
      .default(5)
      .describe("Pods that may be created at once after a pause (burst)"),
  })
    .prefault({})
    .describe("How fast the controller may create pods"),
  replicas: wholeNumber(1, 5, "pods").default(2).describe("Controller pods; one leads, the others stand by"),
})
  .prefault({})
  .describe("Limits of the workflow controller");
