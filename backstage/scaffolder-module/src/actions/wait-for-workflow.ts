import { createTemplateAction, type TemplateExample } from "@backstage/plugin-scaffolder-node";
import { stringify } from "yaml";

import type { ArgoAccess } from "../argo-access";
import { waitForCompletion } from "../argo/completion";
import { urlOf } from "../argo/workflow";
import { inputs, stateOutputs } from "./fields";
import { setOutputs } from "./set-outputs";

const action = "argo:workflow:wait";

const examples: TemplateExample[] = [
  {
    description: "Wait up to half an hour for a workflow that an earlier step submitted",
    example: stringify({
      steps: [
        {
          id: "done",
          name: "Wait for the build",
          action,
          input: {
            namespace: "team-backend",
            name: "${{ steps.build.output.name }}",
            uid: "${{ steps.build.output.uid }}",
            timeoutSeconds: 1800,
          },
        },
      ],
    }),
  },
  {
    description: "Terminate the workflow when a person cancels the task",
    example: stringify({
      steps: [
        {
          id: "done",
          name: "Wait for the load test",
          action,
          input: { namespace: "team-backend", name: "load-test-1", terminateOnAbort: true },
        },
      ],
    }),
  },
];

/** `argo:workflow:wait` */
export function createWaitForWorkflowAction(argo: ArgoAccess) {
  return createTemplateAction({
    id: action,
    description: "Waits until an Argo workflow ends, and fails with the reason if the workflow fails",
    examples,
    schema: {
      input: {
        instance: inputs.instance,
        namespace: inputs.namespace,
        name: inputs.name,
        uid: inputs.uid,
        timeoutSeconds: inputs.timeoutSeconds,
        terminateOnAbort: inputs.terminateOnAbort,
      },
      output: stateOutputs,
    },
    async handler(ctx) {
      const { instance, namespace, name, uid, timeoutSeconds, terminateOnAbort } = ctx.input;
      const access = await argo.for(await ctx.getInitiatorCredentials());
      const grant = access.grant("read", instance, namespace);
      const end = terminateOnAbort ? access.grant("end", instance, namespace) : undefined;
      const { logger, signal } = ctx;
      logger.info(`Waiting for workflow ${namespace}/${name}: ${urlOf(grant.client, { namespace, name })}`);
      const state = await waitForCompletion({
        grant,
        end,
        workflow: { namespace, name, uid },
        clock: argo.clock,
        logger,
        signal,
        timeoutSeconds,
      });
      setOutputs(ctx, state);
    },
  });
}
