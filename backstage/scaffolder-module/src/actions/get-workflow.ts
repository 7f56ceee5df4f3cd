import { createTemplateAction, type TemplateExample } from "@backstage/plugin-scaffolder-node";
import { stringify } from "yaml";

import type { ArgoAccess } from "../argo-access";
import { withRetries } from "../argo/retries";
import { readWorkflow, stateOf } from "../argo/workflow";
import { inputs, stateOutputs } from "./fields";

const examples: TemplateExample[] = [
  {
    description: "See how a workflow is doing that an earlier step submitted",
    example: stringify({
      steps: [
        {
          id: "state",
          name: "Look at the workflow",
          action: "argo:workflow:get",
          input: { namespace: "team-backend", name: "${{ steps.build.output.name }}" },
        },
      ],
    }),
  },
];

/** `argo:workflow:get` */
export function getWorkflow(argo: ArgoAccess) {
  return createTemplateAction({
    id: "argo:workflow:get",
    description: "Reads how an Argo workflow is doing, and its outputs",
    examples,
    schema: {
      input: { instance: inputs.instance, namespace: inputs.namespace, name: inputs.name },
      output: stateOutputs,
    },
    async handler(ctx) {
      const { instance, namespace, name } = ctx.input;
      const client = argo.client(instance, namespace);
      const workflow = await withRetries(
        () => readWorkflow(client, { namespace, name }, ctx.signal),
        argo.clock,
        ctx.signal,
        (error, milliseconds) =>
          ctx.logger.warn(`${error.message}; trying again in ${milliseconds / 1000} s`),
      );
      const state = stateOf(client, workflow);
      ctx.logger.info(`Workflow ${namespace}/${name} is ${state.phase}: ${state.url}`);
      for (const [key, value] of Object.entries(state)) ctx.output(key as "name", value as string);
    },
  });
}
