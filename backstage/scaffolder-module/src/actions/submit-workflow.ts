import { createTemplateAction } from "@backstage/plugin-scaffolder-node";

import type { ArgoAccess } from "../argo-access";
import { withRetries } from "../argo/retries";
import { waitForWorkflow } from "../argo/wait";
import { urlOf } from "../argo/workflow";
import { readTemplate } from "../argo/workflow-template";
import { marksOf } from "../submission/marks";
import { resolveParameters } from "../submission/parameters";
import { submit, type Submission } from "../submission/submit";
import { digest, workflowName } from "../submission/workflow-name";
import { inputs, stateOutputs } from "./fields";
import { examples } from "./submit-workflow.examples";

/** `argo:workflow:submit` */
export function submitWorkflow(argo: ArgoAccess) {
  return createTemplateAction({
    id: "argo:workflow:submit",
    description: "Runs an Argo WorkflowTemplate or ClusterWorkflowTemplate with parameters, once",
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        instance: inputs.instance,
        namespace: inputs.namespace,
        kind: inputs.kind,
        template: (z) => z.string().min(1).max(253).describe("Name of the template to run"),
        parameters: (z) =>
          z
            .record(z.union([z.string(), z.number(), z.boolean()]))
            .optional()
            .describe("Parameters of the template by name; those left out keep the template's own value"),
        entity: (z) =>
          z
            .string()
            .optional()
            .describe(
              "Catalog entity that the run belongs to, such as component:default/shop; its page lists the run",
            ),
        labels: (z) => z.record(z.string()).optional().describe("Further labels of the workflow"),
        generateName: (z) =>
          z
            .string()
            .max(50)
            .optional()
            .describe(
              "Beginning of the workflow's name; by default the template's name. What follows depends on the task",
            ),
        wait: (z) =>
          z
            .boolean()
            .optional()
            .describe(
              "Wait for the workflow's end, and fail if it fails; by default false. A waiting task holds a worker",
            ),
        timeoutSeconds: inputs.timeoutSeconds,
        terminateOnAbort: inputs.terminateOnAbort,
      },
      output: stateOutputs,
    },
    async handler(ctx) {
      const { instance, namespace, kind = "ClusterWorkflowTemplate", template: templateName } = ctx.input;
      const client = argo.client(instance, namespace);
      argo.requireTemplate(client, kind, templateName);
      const tries = <T>(operation: () => Promise<T>): Promise<T> =>
        withRetries(operation, argo.clock, ctx.signal, (error, milliseconds) =>
          ctx.logger.warn(`${error.message}; trying again in ${milliseconds / 1000} s`),
        );
      const template = await tries(() => readTemplate(client, { kind, namespace }, templateName, ctx.signal));
      const parameters = resolveParameters(template, ctx.input.parameters ?? {});
      const origin = {
        taskId: ctx.task.id,
        stepId: ctx.step?.id ?? "submit",
        user: ctx.user?.ref,
        softwareTemplate: ctx.templateInfo?.entityRef,
        entity: ctx.input.entity,
      };
      const marks = marksOf(origin, ctx.input.labels ?? {});
      const { labels, entity, generateName } = ctx.input;
      const content = {
        instance: client.instance.name,
        namespace,
        kind,
        templateName,
        parameters,
        labels,
        entity,
      };
      const identity = { taskId: origin.taskId, stepId: origin.stepId, content };
      const workflow = { namespace, name: workflowName(generateName ?? `${templateName}-`, identity) };
      const submission: Submission = { workflow, kind, template: templateName, parameters, marks };

      if (ctx.isDryRun) {
        await tries(() => submit(client, submission, { dryRun: true, signal: ctx.signal }));
        ctx.logger.info(`Dry run: Argo would accept ${namespace}/${workflow.name}; nothing was created`);
        report({ ...workflow, uid: "", url: urlOf(client, workflow), phase: "Pending", ...nothingYet });
        return;
      }
      const key = `argo.workflow.submit.${digest(identity)}`;
      // The first checkpoint says that a try began: one that finds it there must look whether that try went through.
      let repeated = true;
      await ctx.checkpoint({
        key: `${key}.begun`,
        fn: async () => {
          repeated = false;
          return workflow.name;
        },
      });
      const made = await ctx.checkpoint({
        key,
        fn: async () => {
          const { metadata } = await tries(() =>
            submit(client, submission, { repeated, signal: ctx.signal }),
          );
          return { uid: metadata.uid };
        },
      });
      const url = urlOf(client, { ...workflow, ...made });
      ctx.logger.info(`Workflow ${namespace}/${workflow.name}: ${url}`);
      report({ ...workflow, ...made, url, phase: "Pending", ...nothingYet });
      if (ctx.input.wait !== true) return;
      const { logger, signal } = ctx;
      const { timeoutSeconds, terminateOnAbort } = ctx.input;
      const known = { ...workflow, ...made };
      const { clock } = argo;
      report(
        await waitForWorkflow({
          client,
          workflow: known,
          clock,
          logger,
          signal,
          timeoutSeconds,
          terminateOnAbort,
        }),
      );

      function report(outputs: object): void {
        for (const [name, value] of Object.entries(outputs)) ctx.output(name as "name", value as string);
      }
    },
  });
}

const nothingYet = { message: "", progress: "", durationSeconds: 0, outputs: {} };
