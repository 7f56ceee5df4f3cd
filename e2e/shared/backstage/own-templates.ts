import { join } from "node:path";
import { readWorkflowTemplates } from "../../../config/workflow-template";
import { guardManifests } from "../../../constructs/argo/guard/guard";
import type { KubernetesObject } from "../../lab/kubernetes-api";
import type { LibraryInLab } from "../library/library-in-lab";

/** Folder of two small cluster templates that only the Backstage suites have. */
export const ownTemplatesFolder = join(__dirname, "templates");

/** Installs these templates, and the guard of an environment whose file names them. */
export async function installOwnTemplates({
  lab,
  stacks,
}: Pick<LibraryInLab, "lab" | "stacks">): Promise<void> {
  const templates = readWorkflowTemplates(ownTemplatesFolder).map(
    ({ manifest }) => manifest as KubernetesObject,
  );
  const { environment } = stacks;
  const clusterTemplates = templates.map(({ metadata }) => metadata.name);
  const named = { ...environment, workflows: { ...environment.workflows, clusterTemplates } };
  for (const each of [...guardManifests(named), ...templates]) await lab.api.apply(each);
}
