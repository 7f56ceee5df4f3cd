import { coreServices, createBackendModule } from "@backstage/backend-plugin-api";
import { actionsRegistryServiceRef } from "@backstage/backend-plugin-api/alpha";
import { scaffolderActionsExtensionPoint } from "@backstage/plugin-scaffolder-node";
import { scaffolderAutocompleteExtensionPoint } from "@backstage/plugin-scaffolder-node/alpha";

import { createGetWorkflowAction } from "./actions/get-workflow";
import { createListWorkflowTemplatesAction } from "./actions/list-workflow-templates";
import { createSubmitWorkflowAction } from "./actions/submit-workflow";
import { createWaitForWorkflowAction } from "./actions/wait-for-workflow";
import { ArgoAccess } from "./argo-access";
import { autocomplete, autocompleteProvider } from "./autocomplete";
import { Instances } from "./instances";
import { People } from "./people";
import { registerActions } from "./actions-registry";

/**
 * Scaffolder actions `argo:workflow:submit`, `argo:workflow:get`, `argo:workflow:wait` and
 * `argo:workflowTemplate:list`, for the Argo servers of `argoWorkflows.instances` in app-config.
 *
 * @public
 */
export const scaffolderModuleArgoWorkflows = createBackendModule({
  pluginId: "scaffolder",
  moduleId: "argo-workflows",
  register(module) {
    module.registerInit({
      deps: {
        scaffolder: scaffolderActionsExtensionPoint,
        pickers: scaffolderAutocompleteExtensionPoint,
        registry: actionsRegistryServiceRef,
        config: coreServices.rootConfig,
        auth: coreServices.auth,
        userInfo: coreServices.userInfo,
      },
      async init({ scaffolder, pickers, registry, config, auth, userInfo }) {
        const argo = new ArgoAccess(Instances.from(config), new People(auth, userInfo));
        scaffolder.addActions(
          createSubmitWorkflowAction(argo),
          createGetWorkflowAction(argo),
          createWaitForWorkflowAction(argo),
          createListWorkflowTemplatesAction(argo),
        );
        pickers.addAutocompleteProvider({ id: autocompleteProvider, handler: autocomplete(argo) });
        registerActions(registry, argo);
      },
    });
  },
});
