import { guardManifests } from "../../../constructs/argo/guard/guard";
import type { KubernetesObject } from "../../lab/kubernetes-api";
import type { LibraryInLab } from "./library-in-lab";

/** Installs cluster templates next to the library, and the guard of an environment whose file names them. */
export async function installClusterTemplates(
  { lab, stacks }: Pick<LibraryInLab, "lab" | "stacks">,
  templates: readonly KubernetesObject[],
): Promise<void> {
  const { environment } = stacks;
  const clusterTemplates = templates.map(({ metadata }) => metadata.name);
  const named = { ...environment, workflows: { ...environment.workflows, clusterTemplates } };
  for (const each of [...guardManifests(named), ...templates]) await lab.api.apply(each);
}
