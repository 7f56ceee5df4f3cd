import type { Environment, Team } from "./environment";
import { executorTokenPatch } from "./executor-token";
import { podToleration } from "./values/toleration";
import { commonNodes, nodesOf } from "./values/workflow-nodes";

type TeamNodes = Pick<Team, "namespace" | "scheduling">;
type Settings = Pick<Environment, "workflows" | "scheduling"> & { readonly teams: readonly TeamNodes[] };

/** Most characters of {@link podSpecPatch}: every workflow stores it. */
export const longestPodSpecPatch = 32_768;

/**
 * Default `podSpecPatch` of every workflow: the token of Argo's own containers, and the nodes of the teams that choose
 * some. Argo has one set of defaults for all namespaces, and evaluates this text for each workflow (argo-workflows:
 * operator.go, substituteGlobalVariables).
 */
export function podSpecPatch(environment: Settings): string {
  const teams = withOwnNodes(environment);
  if (teams.length === 0) return executorTokenPatch;
  const choices = teams.map((team) => `'${team.namespace}': '${nodesPatch(environment, team)}'`);
  return withNodes(`{{= {${choices.join(", ")}}[workflow.namespace] ?? '' }}`);
}

/**
 * Every `podSpecPatch` that a workflow has from the controller: as it is in the defaults, and as Argo leaves it in a
 * workflow that names no template.
 */
export function podSpecPatchesIn(environment: Settings): { namespaces: readonly string[]; patch: string }[] {
  const own = withOwnNodes(environment);
  const others = environment.teams.filter((team) => !own.includes(team));
  return own.length === 0
    ? []
    : [
        { namespaces: others.map(({ namespace }) => namespace), patch: withNodes("") },
        ...own.map((team) => ({
          namespaces: [team.namespace],
          patch: withNodes(nodesPatch(environment, team)),
        })),
      ].filter(({ namespaces }) => namespaces.length > 0);
}

function withOwnNodes(environment: Settings): TeamNodes[] {
  return environment.teams.filter((team) => nodesPatch(environment, team) !== "");
}

/** Two braces in a row would end Argo's expression, hence the space. */
function withNodes(nodes: string): string {
  return `${executorTokenPatch.slice(0, -1)}${nodes} }`;
}

/** More fields of the patch: only what the team sets, so that its templates can choose the rest. */
function nodesPatch(environment: Settings, team: TeamNodes): string {
  const { nodeSelector, tolerations } = team.scheduling;
  const nodes = nodesOf(environment, team);
  // A map is merged, so labels for the other teams are taken out by name. A list is replaced.
  const others = Object.keys(nodeSelector ? commonNodes(environment).nodeSelector : {});
  const labels = {
    ...Object.fromEntries(others.map((key) => [key, null])),
    ...(nodeSelector ? nodes.nodeSelector : {}),
  };
  return [
    ...(Object.keys(labels).length > 0 ? [`,"nodeSelector":${JSON.stringify(labels)}`] : []),
    ...(tolerations ? [`,"tolerations":${JSON.stringify(nodes.tolerations.map(podToleration))}`] : []),
  ].join("");
}
