import { join } from "node:path";
import { readWorkflowTemplates } from "../../../config/workflow-template";
import type { KubernetesObject } from "../../lab/kubernetes-api";
import { installClusterTemplates } from "../library/cluster-templates";
import type { LibraryInLab } from "../library/library-in-lab";

/** Folder of two small cluster templates that only the Backstage suites have. */
export const ownTemplatesFolder = join(__dirname, "templates");

/** Installs these templates. */
export async function installOwnTemplates(library: LibraryInLab): Promise<void> {
  const templates = readWorkflowTemplates(ownTemplatesFolder).map(({ manifest }) => manifest);
  await installClusterTemplates(library, templates as unknown as KubernetesObject[]);
}
