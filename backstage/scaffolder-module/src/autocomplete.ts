import { InputError } from "@backstage/errors";
import type { AutocompleteHandler } from "@backstage/plugin-scaffolder-node/alpha";

import { allowedTemplates } from "./actions/list-templates";
import type { ArgoAccess } from "./argo-access";

/** Name of the provider in the scaffolder's autocomplete API, for pickers in forms. */
export const autocompleteProvider = "argo-workflows";

/**
 * Answers `instances`, `namespaces` (those that the configuration names without `*`), `clusterWorkflowTemplates` and
 * `workflowTemplates` (of the context's `namespace`); all of the context's `instance`, or of the default one. The
 * caller's token plays no role: the server is asked with Backstage's.
 */
export function autocomplete(argo: ArgoAccess): AutocompleteHandler {
  return async ({ resource, context: { instance, namespace } }) => {
    const named = (names: readonly string[]) => ({ results: names.map((id) => ({ id, title: id })) });
    switch (resource) {
      case "instances":
        return named(argo.instances.names);
      case "namespaces":
        return named(argo.instances.named(instance).namespaces.exact);
      case "clusterWorkflowTemplates":
      case "workflowTemplates": {
        const kind = resource === "workflowTemplates" ? "WorkflowTemplate" : "ClusterWorkflowTemplate";
        const templates = await allowedTemplates(argo, instance, kind, namespace);
        return { results: templates.map(({ name, title }) => ({ id: name, title: title ?? name })) };
      }
      default:
        throw new InputError(
          `There is no resource ${resource}; there are instances, namespaces, clusterWorkflowTemplates, workflowTemplates`,
        );
    }
  };
}
