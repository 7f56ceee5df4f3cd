import { teamLabel } from "../../config/annotations";
import type { Team } from "../../config/environment";

/** Labels of everything that belongs to a team, so that you can see in the cluster where an object comes from. */
export function labelsOf(team: Pick<Team, "name">): Record<string, string> {
  return { ...ownLabels, [teamLabel]: team.name };
}

/** Labels of every object that the project creates. */
export const ownLabels = {
  "app.kubernetes.io/managed-by": "terraform",
  "app.kubernetes.io/part-of": "argo-workflows",
} as const;
