import { section, wholeNumber } from "./fields/basic";
import { resources } from "./fields/kubernetes";

export const server = section({
  replicas: wholeNumber(1, 10, "pods").default(2).describe("Number of server pods"),
  resources: resources({
    requests: { cpu: "100m", memory: "256Mi" },
    limits: { cpu: "1", memory: "1Gi" },
  }).describe("CPU and memory of each server pod. It keeps lists of live and archived workflows in memory"),
})
  .prefault({})
  .describe("Argo's server: the API and the UI");
