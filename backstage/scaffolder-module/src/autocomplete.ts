import { InputError } from "@backstage/errors";
import type { AutocompleteHandler } from "@backstage/plugin-scaffolder-node/alpha";

import type { ArgoAccess } from "./argo-access";

/** Name of the provider in the scaffolder's autocomplete API, for pickers in forms. */
export const autocompleteProvider = "argo-workflows";

/**
 * Answers the resources `instances`, `namespaces`, `clusterWorkflowTemplates` and `workflowTemplates` (in the context's
 * `namespace`), for the context's `instance` or the default one. It lists what the person may run. The scaffolder doesn't
 * pass on who asks, so `token` must be the person's Backstage token.
 */
export function autocomplete(argo: ArgoAccess): AutocompleteHandler {
  return async ({ resource, token, context: { instance, namespace } }) => {
    const access = await argo.forToken(token);
    const named = (names: readonly string[]) => ({ results: names.map((id) => ({ id, title: id })) });
    switch (resource) {
      case "instances":
        return named(access.instanceNames);
      case "namespaces":
        return named(access.namespaces(instance));
      case "clusterWorkflowTemplates":
      case "workflowTemplates": {
        const kind = resource === "workflowTemplates" ? "WorkflowTemplate" : "ClusterWorkflowTemplate";
        const templates = await access.templates(instance, kind, namespace);
        return { results: templates.map(({ name, title }) => ({ id: name, title: title ?? name })) };
      }
      default:
        throw new InputError(
          `Unknown resource ${resource}; the resources are instances, namespaces, clusterWorkflowTemplates, workflowTemplates`,
        );
    }
  };
}
