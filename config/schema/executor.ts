import { section } from "./fields/basic";
import { resources } from "./fields/kubernetes";

export const executor = section({
  resources: resources({
    requests: { cpu: "50m", memory: "64Mi" },
    limits: { cpu: "500m", memory: "512Mi" },
  }).describe(
    "CPU and memory of each of these containers. They count toward the team's quota, and no team's containers.max can be less",
  ),
})
  .prefault({})
  .describe("Argo's own containers in every workflow pod, init and wait, which move artifacts and logs");
