import { section } from "./fields/basic";
import { nodeSelector, objectName, tolerations } from "./fields/kubernetes";

export const scheduling = section({
  nodeSelector: nodeSelector
    .default({})
    .describe("Labels of the nodes that Argo's server and controller run on"),
  tolerations: tolerations.default([]).describe("Tolerations of Argo's server and controller"),
  priorityClass: objectName("a priority class")
    .optional()
    .describe("Priority class of Argo's server and controller. It must already exist. Default: none"),
  workflowNodeSelector: nodeSelector
    .default({})
    .describe(
      "Labels of the nodes that workflow pods run on. Set this if a team has `buildsImages`: image builds run as root, " +
        "which is safer away from the nodes of Argo's server and controller",
    ),
  workflowTolerations: tolerations.default([]).describe("Tolerations of workflow pods"),
})
  .prefault({})
  .describe("Which nodes pods run on");
