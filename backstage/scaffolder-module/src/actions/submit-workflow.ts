import { createTemplateAction } from "@backstage/plugin-scaffolder-node";

import type { ArgoAccess } from "../argo-access";
import { waitForCompletion } from "../argo/completion";
import { urlOf } from "../argo/workflow";
import { readTemplate } from "../argo/template-api";
import { refuseExpressions } from "../submission/parameters";
import { sourceRepository } from "../submission/source-repository";
import { submissionOf } from "../submission/submission";
import { submit } from "../submission/submit";
import { submitOnce } from "../submission/submit-once";
import { inputs, stateOutputs } from "./fields";
import { setOutputs } from "./set-outputs";
import { examples } from "./submit-workflow.examples";

/** `argo:workflow:submit` */
export function createSubmitWorkflowAction(argo: ArgoAccess) {
  return createTemplateAction({
    id: "argo:workflow:submit",
    description: "Runs an Argo WorkflowTemplate or ClusterWorkflowTemplate with parameters, exactly once",
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        instance: inputs.instance,
        namespace: inputs.namespace,
        kind: inputs.kind,
        template: inputs.template,
        parameters: (z) =>
          z
            .record(z.union([z.string(), z.number(), z.boolean()]))
            .optional()
            .describe("Parameters of the template by name. A parameter that you leave out keeps its value"),
        sources: (z) =>
          z
            .record(z.string())
            .optional()
            .describe(
              "Parameters that get the Git repository of a source location, such as url:https://github.com/acme/shop/tree/main/",
            ),
        entity: (z) =>
          z
            .string()
            .optional()
            .describe(
              "Catalog entity that the run belongs to, such as component:default/shop. Its page lists the run",
            ),
        labels: (z) => z.record(z.string()).optional().describe("Additional labels of the workflow"),
        generateName: (z) =>
          z
            .string()
            .max(50)
            .optional()
            .describe(
              "Prefix of the workflow's name; the rest depends on the task. Default: the template's name",
            ),
        wait: (z) =>
          z
            .boolean()
            .optional()
            .describe(
              "Wait until the workflow ends, and fail if it fails. A waiting task occupies a worker. Default: false",
            ),
        timeoutSeconds: inputs.timeoutSeconds,
        terminateOnAbort: inputs.terminateOnAbort,
      },
      output: stateOutputs,
    },
    async handler(ctx) {
      const { instance, namespace, kind = "ClusterWorkflowTemplate", template: name } = ctx.input;
      const { logger, signal } = ctx;
      const { wait, timeoutSeconds, terminateOnAbort } = ctx.input;
      const access = await argo.for(await ctx.getInitiatorCredentials());
      const { client } = access.grantTo(kind, name, instance, namespace);
      // Checked before the workflow exists, so that no task starts one that it may not await.
      const read = wait ? access.grant("read", instance, namespace) : undefined;
      const end = wait && terminateOnAbort ? access.grant("end", instance, namespace) : undefined;
      read?.requireTemplate(kind, name);
      end?.requireTemplate(kind, name);
      const parameters = { ...ctx.input.parameters, ...repositories(ctx.input.sources ?? {}) };
      refuseExpressions(parameters);
      const template = await argo.retry(ctx, () => readTemplate(client, { kind, namespace }, name, signal));
      const { submission, key } = submissionOf(
        client.instance.name,
        template,
        { ...ctx.input, parameters },
        {
          taskId: ctx.task.id,
          stepId: ctx.step?.id ?? "submit",
          user: access.person.ref,
          userDomain: client.instance.userDomain,
          softwareTemplate: ctx.templateInfo?.entityRef,
        },
      );
      const { workflow } = submission;

      if (ctx.isDryRun) {
        await argo.retry(ctx, () => submit(client, submission, { dryRun: true, signal }));
        logger.info(`Dry run: Argo would accept ${namespace}/${workflow.name}; nothing was created`);
        setOutputs(ctx, { ...workflow, uid: "", url: urlOf(client, workflow), ...notStarted });
        return;
      }
      const { uid } = await submitOnce(ctx, key, (repeated) =>
        argo.retry(ctx, () => submit(client, submission, { repeated, signal })),
      );
      const submitted = { ...workflow, uid };
      const url = urlOf(client, submitted);
      logger.info(`Workflow ${namespace}/${workflow.name}: ${url}`);
      setOutputs(ctx, { ...submitted, url, ...notStarted });
      if (read === undefined) return;
      const { clock } = argo;
      const options = { grant: read, end, workflow: submitted, clock, logger, signal, timeoutSeconds };
      setOutputs(ctx, await waitForCompletion(options));
    },
  });
}

/** An empty source location leaves the parameter as it is. */
function repositories(sources: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sources).flatMap(([name, location]) =>
      location === "" ? [] : [[name, sourceRepository(location)]],
    ),
  );
}

const notStarted = { phase: "Pending", message: "", progress: "", durationSeconds: 0, outputs: {} };
