import type { ActionsRegistryService } from "@backstage/backend-plugin-api/alpha";

import { inputs, stateOutputs, templateNamespace, templateOutput } from "./actions/fields";
import type { ArgoAccess } from "./argo-access";
import { readWorkflow, stateOf } from "./argo/workflow";

/** Read-only actions, which are safe to repeat. */
const attributes = { readOnly: true, destructive: false, idempotent: true };

/**
 * Registers the read-only actions, which other plugins and AI tools call. Submitting remains a scaffolder action: the
 * registry has no tasks, so it could neither record who asked for what nor submit exactly once.
 */
export function registerActions(registry: ActionsRegistryService, argo: ArgoAccess): void {
  registry.register({
    name: "get-argo-workflow",
    title: "Get Argo workflow",
    description:
      "Reads the state of an Argo workflow: phase, progress, message, duration and output parameters.",
    attributes,
    schema: {
      input: (z) =>
        z.object({ instance: inputs.instance(z), namespace: inputs.namespace(z), name: inputs.name(z) }),
      output: (z) =>
        z.object({
          name: stateOutputs.name(z),
          namespace: stateOutputs.namespace(z),
          uid: stateOutputs.uid(z),
          url: stateOutputs.url(z),
          phase: stateOutputs.phase(z),
          message: stateOutputs.message(z),
          progress: stateOutputs.progress(z),
          durationSeconds: stateOutputs.durationSeconds(z),
          outputs: stateOutputs.outputs(z),
        }),
    },
    action: async ({ input: { instance, namespace, name }, credentials }) => {
      const grant = (await argo.for(credentials)).grant("read", instance, namespace);
      const workflow = await readWorkflow(grant.client, { namespace, name });
      grant.requireWorkflow(workflow);
      const { outputs, ...state } = stateOf(grant.client, workflow);
      return { output: { ...state, outputs: { ...outputs } } };
    },
  });
  registry.register({
    name: "list-argo-workflow-templates",
    title: "List Argo workflow templates",
    description: "Lists the Argo workflow templates that the person may run, with their parameters.",
    attributes,
    schema: {
      input: (z) =>
        z.object({
          instance: inputs.instance(z),
          kind: inputs.kind(z),
          namespace: templateNamespace(z),
        }),
      output: (z) => z.object({ templates: z.array(templateOutput(z)) }),
    },
    action: async ({ input: { instance, kind = "ClusterWorkflowTemplate", namespace }, credentials }) => {
      const templates = await (await argo.for(credentials)).templates(instance, kind, namespace);
      return { output: { templates: structuredClone(templates) as never } };
    },
  });
}
