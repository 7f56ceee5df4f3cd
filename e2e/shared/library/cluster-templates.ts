import { userKey } from "../../../config/annotations";
import { guardManifests } from "../../../constructs/argo/guard/guard";
import type { KubernetesObject } from "../../lab/kubernetes-api";
import { waitFor } from "../../lab/wait-for";
import { ArgoApi } from "../installation/argo-api";
import type { LibraryInLab } from "./library-in-lab";

type Installed = Pick<LibraryInLab, "lab" | "stacks" | "argo">;
interface Parameter {
  readonly name: string;
  readonly value?: string;
  readonly enum?: readonly string[];
}
interface Template extends KubernetesObject {
  readonly spec?: { readonly arguments?: { readonly parameters?: readonly Parameter[] } };
}

/**
 * Installs cluster templates next to the library, and the guard of an environment whose file names them and those that
 * were installed before. Waits until they can be run.
 */
export async function installClusterTemplates(
  library: Installed,
  templates: readonly Template[],
): Promise<void> {
  const { lab, stacks } = library;
  const { environment } = stacks;
  const before = installed.get(lab) ?? [];
  const clusterTemplates = [...new Set([...before, ...templates.map(({ metadata }) => metadata.name)])];
  installed.set(lab, clusterTemplates);
  const named = { ...environment, workflows: { ...environment.workflows, clusterTemplates } };
  for (const each of [...guardManifests(named), ...templates]) await lab.api.apply(each);
  for (const each of templates) await accepted(library, each);
}

const installed = new WeakMap<LibraryInLab["lab"], readonly string[]>();

/** Argo's server and the API server's admission notice new objects only after a moment: tries a run without making it. */
async function accepted({ lab, stacks, argo }: Installed, { metadata, spec }: Template): Promise<void> {
  const namespace = stacks.environment.teams.find(({ backstage }) => backstage)?.namespace ?? "";
  const token = (await ArgoApi.open(argo, lab.api)).tokenOf(namespace);
  const parameters = (spec?.arguments?.parameters ?? []).map(({ name, value, enum: [first] = [] }) => ({
    name,
    value: value ?? first ?? "x",
  }));
  const workflow = {
    metadata: { generateName: "trial-", namespace, labels: { [userKey]: "lab" } },
    spec: { workflowTemplateRef: { name: metadata.name, clusterScope: true }, arguments: { parameters } },
  };
  await waitFor(`a run of cluster template ${metadata.name} is accepted`, async () => {
    const body = { workflow, serverDryRun: true };
    const answer = await argo.call("POST", `/api/v1/workflows/${namespace}`, token, body);
    if (!answer.ok) throw new Error(await answer.text());
    return true;
  });
}
