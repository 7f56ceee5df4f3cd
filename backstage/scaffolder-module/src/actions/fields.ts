import type { z as Zod } from "zod/v3";

import { templateKinds } from "../argo/workflow-template";

type Z = typeof Zod;

/** A name in Kubernetes: labels of DNS, separated by dots. */
const dnsName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Inputs that several actions share. They are flat and of plain types, so that permission rules can compare them.
 * Defaults are set in the actions: Backstage turns these schemas into JSON Schema and applies neither defaults nor
 * refinements.
 */
export const inputs = {
  instance: (z: Z) =>
    z
      .string()
      .optional()
      .describe("Name of the Argo instance in app-config. Default: argoWorkflows.defaultInstance"),
  namespace: (z: Z) =>
    z
      .string()
      .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
      .describe("The team's Kubernetes namespace, in which the workflow runs"),
  kind: (z: Z) =>
    z.enum(templateKinds).optional().describe("Kind of the template. Default: ClusterWorkflowTemplate"),
  template: (z: Z) => z.string().max(253).regex(dnsName).describe("Name of the template to run"),
  name: (z: Z) => z.string().max(253).regex(dnsName).describe("Name of the workflow"),
  uid: (z: Z) =>
    z
      .string()
      .optional()
      .describe("UID of the workflow. If a later workflow has the same name, the action refuses it"),
  timeoutSeconds: (z: Z) =>
    z
      .number()
      .int()
      .min(1)
      .max(86_400)
      .optional()
      .describe("How many seconds to wait at most. The workflow continues after that. Default: 3600"),
  terminateOnAbort: (z: Z) =>
    z
      .boolean()
      .optional()
      .describe(
        "Terminate the workflow when the task is canceled. Backstage's service account needs the verb patch on workflows for this. Default: false",
      ),
};

/** Outputs that describe the state of a workflow. */
export const stateOutputs = {
  name: (z: Z) => z.string().describe("Name of the workflow"),
  namespace: (z: Z) => z.string().describe("Namespace of the workflow"),
  uid: (z: Z) => z.string().describe("UID of the workflow, which is never reused"),
  url: (z: Z) => z.string().describe("Page of the workflow in Argo's UI"),
  phase: (z: Z) => z.string().describe("Pending, Running, Succeeded, Failed or Error"),
  message: (z: Z) => z.string().describe("Argo's message about the phase; often empty"),
  progress: (z: Z) => z.string().describe("Completed and known steps, such as 1/2"),
  durationSeconds: (z: Z) => z.number().describe("Seconds from start to end, or until now"),
  outputs: (z: Z) =>
    z.record(z.string()).describe("Output parameters of the workflow and of its entrypoint, by name"),
};

/** Namespace of a list of templates. */
export const templateNamespace = (z: Z) =>
  inputs
    .namespace(z)
    .optional()
    .describe("Namespace of the templates. Required for the kind WorkflowTemplate");

/** A template in a list. */
export const templateOutput = (z: Z) =>
  z.object({
    kind: z.string().describe("WorkflowTemplate or ClusterWorkflowTemplate"),
    name: z.string().describe("Name of the template"),
    title: z.string().optional().describe("Title for people"),
    description: z.string().optional().describe("What the template does; may be Markdown"),
    parameters: z
      .array(
        z.object({
          name: z.string(),
          description: z.string().optional(),
          value: z.string().optional().describe("Value that is sent if you give none"),
          enum: z.array(z.string()).optional().describe("The allowed values"),
          pattern: z.string().optional().describe("RE2 expression that the whole value must match"),
          required: z.boolean(),
        }),
      )
      .describe("The parameters, in the order in which the template declares them"),
  });
