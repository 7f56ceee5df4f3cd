import { repositoryPath } from "../../../config/repository";
import { readWorkflowTemplates, type WorkflowTemplate } from "../../../config/workflow-template";
import { readPortalSettings } from "../../../tools/backstage/portal-settings";
import type { KubernetesObject } from "../../lab/kubernetes-api";
import { installClusterTemplates } from "../library/cluster-templates";
import type { LibraryInLab } from "../library/library-in-lab";

/** Settings of a portal that offers templates in addition to the library. */
export const ownSettings = readPortalSettings(
  repositoryPath("e2e", "shared", "backstage", "settings.yaml"),
  () => [],
);

/** These templates: cluster templates that only the Backstage suites have, and a template of a team. */
export function ownTemplates(): WorkflowTemplate[] {
  return ownSettings.templates.flatMap((folder) => readWorkflowTemplates(repositoryPath(folder)));
}

/** Installs them, each where it belongs. */
export async function installOwnTemplates(library: LibraryInLab): Promise<void> {
  const manifests = (kind: string) =>
    ownTemplates()
      .filter((each) => each.kind === kind)
      .map(({ manifest }) => manifest as unknown as KubernetesObject);
  for (const each of manifests("WorkflowTemplate")) await library.lab.api.apply(each);
  await installClusterTemplates(library, manifests("ClusterWorkflowTemplate"));
}
