import { InputError } from "@backstage/errors";
import { createTemplateAction, type TemplateExample } from "@backstage/plugin-scaffolder-node";
import { stringify } from "yaml";

import type { ArgoAccess } from "../argo-access";
import { withRetries } from "../argo/retries";
import { listTemplates } from "../argo/workflow-template";
import { inputs, templateOutput } from "./fields";

const action = "argo:workflowTemplate:list";

const examples: TemplateExample[] = [
  {
    description: "The ClusterWorkflowTemplates that Backstage may run",
    example: stringify({ steps: [{ id: "templates", name: "List templates", action, input: {} }] }),
  },
  {
    description: "The WorkflowTemplates of a team's namespace",
    example: stringify({
      steps: [
        {
          id: "templates",
          name: "List templates",
          action,
          input: { kind: "WorkflowTemplate", namespace: "team-backend" },
        },
      ],
    }),
  },
];

/** `argo:workflowTemplate:list` */
export function listWorkflowTemplates(argo: ArgoAccess) {
  return createTemplateAction({
    id: action,
    description: "Lists the Argo workflow templates that Backstage may run, with their parameters",
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        instance: inputs.instance,
        kind: inputs.kind,
        namespace: (z) =>
          inputs
            .namespace(z)
            .optional()
            .describe("Namespace of the templates; for the kind WorkflowTemplate"),
      },
      output: { templates: (z) => z.array(templateOutput(z)).describe("The templates, sorted by name") },
    },
    async handler(ctx) {
      const { instance, kind = "ClusterWorkflowTemplate", namespace } = ctx.input;
      const templates = await withRetries(
        () => allowedTemplates(argo, instance, kind, namespace, ctx.signal),
        argo.clock,
        ctx.signal,
        (error, milliseconds) =>
          ctx.logger.warn(`${error.message}; trying again in ${milliseconds / 1000} s`),
      );
      ctx.logger.info(`${templates.length} templates of kind ${kind}`);
      ctx.output("templates", templates as never);
    },
  });
}

/** The templates that the configuration allows; of a namespace, if they live in one. */
export async function allowedTemplates(
  argo: ArgoAccess,
  instance: string | undefined,
  kind: "ClusterWorkflowTemplate" | "WorkflowTemplate",
  namespace: string | undefined,
  signal?: AbortSignal,
) {
  const scope = { kind, namespace: kind === "WorkflowTemplate" ? namespace : undefined };
  if (kind === "WorkflowTemplate" && !namespace)
    throw new InputError("namespace is missing: each WorkflowTemplate lives in one");
  const client = argo.client(instance, scope.namespace);
  return listTemplates(client, scope, client.instance.templates, signal);
}
