import { InputError } from "@backstage/errors";
import type { AutocompleteHandler } from "@backstage/plugin-scaffolder-node/alpha";

import type { ArgoAccess } from "./argo-access";

/** Name of the provider in the scaffolder's autocomplete API, for pickers in forms. */
export const autocompleteProvider = "argo-workflows";

/**
 * Answers the resources `instances`, `namespaces` (those that the configuration names without `*`),
 * `clusterWorkflowTemplates` and `workflowTemplates` (in the context's `namespace`), for the context's `instance` or the
 * default one. It ignores the caller's token: requests to Argo use Backstage's.
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
        const templates = await argo.templates(instance, kind, namespace);
        return { results: templates.map(({ name, title }) => ({ id: name, title: title ?? name })) };
      }
      default:
        throw new InputError(
          `Unknown resource ${resource}; the resources are instances, namespaces, clusterWorkflowTemplates, workflowTemplates`,
        );
    }
  };
}
