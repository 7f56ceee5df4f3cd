import { teamNamespace } from "../../naming";
import { longestPodSpecPatch, podSpecPatch } from "../../pod-spec-patch";
import type { Draft, Violation } from "../violation";

/** Every workflow stores the nodes of all teams, and an object of Kubernetes has at most about 1.5 MB. */
export function schedulingRules({ teams = {}, workflows, scheduling }: Draft): Violation[] {
  if (!workflows || !scheduling) return [];
  const entries = Object.entries(teams).map(([name, team]) => ({
    ...team,
    namespace: teamNamespace(name, team),
  }));
  const { length } = podSpecPatch({ workflows, scheduling, teams: entries });
  if (length <= longestPodSpecPatch) return [];
  const message =
    `gives so many teams nodes of their own that each workflow would store ${Math.ceil(length / 1024)} KiB about them; ` +
    `the maximum is ${longestPodSpecPatch / 1024} KiB. Leave scheduling out of some teams`;
  return [{ path: ["teams"], message }];
}
