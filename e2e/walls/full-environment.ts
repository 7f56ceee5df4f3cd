import type { Environment } from "../../config/environment";
import { withImageOptions } from "./image-options";
import { withIngressGroup } from "./ingress-group";

/** Nodes of workflow pods, which production doesn't set apart. */
export const workflowNodes = { "example.com/pool": "workflows" };
/** A team with nodes of its own, their label and their taint. */
export const teamWithNodes = "team-ml";
export const ownNodes = { "example.com/gpu": "true" };
export const ownTaint = { key: "example.com/gpu-pool", effect: "NoSchedule" } as const;
/** A team with a target that demands something, and with a template from before that. */
export const lateTeam = "team-frontend";

/** `prepare` creates it in the cluster. */
const nightly: Environment["teams"][number]["schedules"][string] = {
  crons: ["0 3 * * *"],
  timezone: "UTC",
  template: "checkout",
  parameters: {},
  concurrencyPolicy: "Forbid",
  suspend: false,
};

/** The environment with what production has none of, so that every rule has something to refuse. */
export function withEverything(environment: Environment): Environment {
  const options = withImageOptions(withIngressGroup(environment));
  const { scheduling, teams, workflows } = options;
  return {
    ...options,
    scheduling: {
      ...scheduling,
      workflowNodeSelector: workflowNodes,
      workflowTolerations: [{ key: "example.com/pool", value: "workflows", effect: "NoSchedule" }],
    },
    workflows: { ...workflows, spot: true },
    teams: teams
      .map((team) => ({ ...team, schedules: { ...team.schedules, nightly } }))
      .map((team) =>
        team.namespace === teamWithNodes
          ? { ...team, scheduling: { nodeSelector: ownNodes, tolerations: [ownTaint] } }
          : team,
      )
      .map((team) =>
        team.namespace === lateTeam
          ? {
              ...team,
              deployTo: team.deployTo.map((target) => ({
                ...target,
                requires: { signature: false, approval: { groups: ["releases"], count: 1 } },
              })),
            }
          : team,
      ),
  };
}
