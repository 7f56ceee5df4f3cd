import { createTemplateAction, type TemplateExample } from "@backstage/plugin-scaffolder-node";
import { stringify } from "yaml";

import type { ArgoAccess } from "../argo-access";
import { inputs, templateNamespace, templateOutput } from "./fields";

const action = "argo:workflowTemplate:list";

const examples: TemplateExample[] = [
  {
    description: "List the ClusterWorkflowTemplates that you may run",
    example: stringify({ steps: [{ id: "templates", name: "List templates", action, input: {} }] }),
  },
  {
    description: "List the WorkflowTemplates in a team's namespace",
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
export function createListWorkflowTemplatesAction(argo: ArgoAccess) {
  return createTemplateAction({
    id: action,
    description: "Lists the Argo workflow templates that you may run, with their parameters",
    examples,
    supportsDryRun: true,
    schema: {
      input: { instance: inputs.instance, kind: inputs.kind, namespace: templateNamespace },
      output: { templates: (z) => z.array(templateOutput(z)).describe("The templates, sorted by name") },
    },
    async handler(ctx) {
      const { instance, kind = "ClusterWorkflowTemplate", namespace } = ctx.input;
      const access = await argo.for(await ctx.getInitiatorCredentials());
      const templates = await argo.retry(ctx, () => access.templates(instance, kind, namespace, ctx.signal));
      ctx.logger.info(`${templates.length} templates of kind ${kind}`);
      ctx.output("templates", templates as never);
    },
  });
}
