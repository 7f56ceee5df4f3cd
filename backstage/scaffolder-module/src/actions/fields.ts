import type { z as Zod } from "zod/v3";

import { templateKinds } from "../argo/workflow-template";

type Z = typeof Zod;

/**
 * Inputs that several actions share. Flat and of plain types, so that permission rules can compare them. A default
 * lies in the action: Backstage makes JSON Schema of these and applies neither defaults nor refinements.
 */
export const inputs = {
  instance: (z: Z) =>
    z
      .string()
      .optional()
      .describe("Name of the Argo instance in app-config; by default argoWorkflows.defaultInstance"),
  namespace: (z: Z) =>
    z
      .string()
      .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
      .describe("Kubernetes namespace of the workflow, which is the team's"),
  kind: (z: Z) =>
    z.enum(templateKinds).optional().describe("Kind of the template; by default ClusterWorkflowTemplate"),
  name: (z: Z) => z.string().min(1).max(253).describe("Name of the workflow"),
  uid: (z: Z) =>
    z
      .string()
      .optional()
      .describe("Uid of the workflow: another one that got the same name later isn't mistaken for it"),
  timeoutSeconds: (z: Z) =>
    z
      .number()
      .int()
      .min(1)
      .max(86_400)
      .optional()
      .describe("Seconds to wait at most; by default 3600. The workflow goes on"),
  terminateOnAbort: (z: Z) =>
    z
      .boolean()
      .optional()
      .describe(
        "End the workflow when the task is cancelled, by default false. Backstage's service account needs the verb patch on workflows for it",
      ),
};

/** Outputs that tell how a workflow is doing. */
export const stateOutputs = {
  name: (z: Z) => z.string().describe("Name of the workflow"),
  namespace: (z: Z) => z.string().describe("Namespace of the workflow"),
  uid: (z: Z) => z.string().describe("Uid of the workflow, unique for all time"),
  url: (z: Z) => z.string().describe("Page of the workflow in Argo's user interface"),
  phase: (z: Z) => z.string().describe("Pending, Running, Succeeded, Failed or Error"),
  message: (z: Z) => z.string().describe("What Argo says about the phase; often empty"),
  progress: (z: Z) => z.string().describe("Steps done and steps known, such as 1/2"),
  durationSeconds: (z: Z) => z.number().describe("Seconds from start to end, or until now"),
  outputs: (z: Z) =>
    z.record(z.string()).describe("Output parameters of the workflow and of its entrypoint, by name"),
};

/** A template, as lists show it. */
export const templateOutput = (z: Z) =>
  z.object({
    kind: z.string().describe("WorkflowTemplate or ClusterWorkflowTemplate"),
    name: z.string().describe("Name of the template"),
    title: z.string().optional().describe("Title for people"),
    description: z.string().optional().describe("What it does; may be Markdown"),
    parameters: z
      .array(
        z.object({
          name: z.string(),
          description: z.string().optional(),
          value: z.string().optional().describe("What is sent where nothing is given"),
          enum: z.array(z.string()).optional().describe("The values that are allowed"),
          pattern: z.string().optional().describe("RE2 expression that values must match"),
          required: z.boolean(),
        }),
      )
      .describe("Its parameters, in its author's order"),
  });
