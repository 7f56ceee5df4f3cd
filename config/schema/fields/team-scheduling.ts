import { section } from "./basic";
import { nodeSelector, tolerations } from "./kubernetes";

/** The nodes of one team's workflow pods. */
export const teamScheduling = section({
  nodeSelector: nodeSelector
    .optional()
    .describe(
      "Labels of the nodes that the team's workflow pods run on. A template can only ask for more labels. " +
        "Default: scheduling.workflowNodeSelector",
    ),
  tolerations: tolerations
    .optional()
    .describe(
      "Tolerations of the team's workflow pods, in place of those of a template. No other team's pods may have them, unless " +
        "it lists them too. Taint nodes that only this team can use. Default: scheduling.workflowTolerations",
    ),
});
