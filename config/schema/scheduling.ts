import { section, text } from "./fields/basic";
import { nodeSelector, tolerations } from "./fields/kubernetes";

export const scheduling = section({
  nodeSelector: nodeSelector.default({}).describe("Labels of the nodes for Argo's server and controller"),
  tolerations: tolerations.default([]).describe("Tolerations of Argo's server and controller"),
  priorityClass: text(
    /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
    "must be the name of a priority class: lower-case letters, digits, hyphens and dots",
  )
    .optional()
    .describe("Priority class of Argo's server and controller; it exists already"),
  workflowNodeSelector: nodeSelector.default({}).describe("Labels of the nodes for workflow pods"),
  workflowTolerations: tolerations.default([]).describe("Tolerations of workflow pods"),
})
  .prefault({})
  .describe("Which nodes pods run on");
