import { guardManifests } from "../../../constructs/argo/guard/guard";
import type { KubernetesObject } from "../../lab/kubernetes-api";
import type { LibraryInLab } from "./library-in-lab";

/**
 * Installs cluster templates next to the library, and the guard of an environment whose file names them and those that
 * were installed before.
 */
export async function installClusterTemplates(
  { lab, stacks }: Pick<LibraryInLab, "lab" | "stacks">,
  templates: readonly KubernetesObject[],
): Promise<void> {
  const { environment } = stacks;
  const before = installed.get(lab) ?? [];
  const clusterTemplates = [...new Set([...before, ...templates.map(({ metadata }) => metadata.name)])];
  installed.set(lab, clusterTemplates);
  const named = { ...environment, workflows: { ...environment.workflows, clusterTemplates } };
  for (const each of [...guardManifests(named), ...templates]) await lab.api.apply(each);
}

const installed = new WeakMap<LibraryInLab["lab"], readonly string[]>();
