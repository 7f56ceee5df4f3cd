import { createTemplateAction, type TemplateExample } from "@backstage/plugin-scaffolder-node";
import { stringify } from "yaml";

import type { ArgoAccess } from "../argo-access";
import { readWorkflow, stateOf } from "../argo/workflow";
import { inputs, stateOutputs } from "./fields";
import { setOutputs } from "./set-outputs";

const examples: TemplateExample[] = [
  {
    description: "Check a workflow that an earlier step submitted",
    example: stringify({
      steps: [
        {
          id: "state",
          name: "Check the workflow",
          action: "argo:workflow:get",
          input: { namespace: "team-backend", name: "${{ steps.build.output.name }}" },
        },
      ],
    }),
  },
];

/** `argo:workflow:get` */
export function createGetWorkflowAction(argo: ArgoAccess) {
  return createTemplateAction({
    id: "argo:workflow:get",
    description: "Reads the state and the outputs of an Argo workflow",
    examples,
    schema: {
      input: { instance: inputs.instance, namespace: inputs.namespace, name: inputs.name },
      output: stateOutputs,
    },
    async handler(ctx) {
      const { instance, namespace, name } = ctx.input;
      const access = await argo.for(await ctx.getInitiatorCredentials());
      const grant = access.grant("read", instance, namespace);
      const id = { namespace, name };
      const workflow = await argo.retry(ctx, () => readWorkflow(grant.client, id, ctx.signal));
      grant.requireWorkflow(workflow);
      const state = stateOf(grant.client, workflow);
      ctx.logger.info(`Workflow ${namespace}/${name} is ${state.phase}: ${state.url}`);
      setOutputs(ctx, state);
    },
  });
}
