import { ConflictError } from "@backstage/errors";

import type { ArgoClient } from "../argo/argo-client";
import { ArgoError } from "../argo/argo-error";
import { readWorkflow, type Workflow, type WorkflowId } from "../argo/workflow";
import type { TemplateKind } from "../argo/workflow-template";
import { asText, taskLabel, type Marks } from "./marks";

export interface Submission {
  readonly workflow: WorkflowId;
  readonly kind: TemplateKind;
  readonly template: string;
  /** Every parameter that Argo needs. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly marks: Marks;
}

/** How to send it. */
export interface SubmitOptions {
  /** Let the server judge everything, and create nothing. @default false */
  readonly dryRun?: boolean;
  /** An earlier try may have gone through: look before sending. @default false */
  readonly repeated?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Submits a workflow once, however often it is called: the name is the key. A workflow that is there already counts as
 * this one if it carries the same task.
 * @throws ConflictError if somebody else's workflow has the name
 */
export async function submit(
  client: ArgoClient,
  submission: Submission,
  options: SubmitOptions,
): Promise<Workflow> {
  const { dryRun = false, repeated = false, signal } = options;
  if (repeated) {
    const earlier = await ownWorkflow(client, submission, signal).catch((error: unknown) => {
      if (error instanceof ArgoError && error.status === 404) return undefined;
      throw error;
    });
    if (earlier) return earlier;
  }
  try {
    return await client.json<Workflow>({
      method: "POST",
      path: ["api", "v1", "workflows", submission.workflow.namespace, "submit"],
      body: bodyOf(submission, dryRun),
      signal,
    });
  } catch (error) {
    if (dryRun || !(error instanceof ArgoError) || error.status !== 409) throw error;
    return ownWorkflow(client, submission, signal);
  }
}

async function ownWorkflow(
  client: ArgoClient,
  { workflow, marks }: Submission,
  signal: AbortSignal | undefined,
) {
  const found = await readWorkflow(client, workflow, signal);
  if (found.metadata.labels?.[taskLabel] === marks.labels[taskLabel]) return found;
  throw new ConflictError(
    `A workflow ${workflow.namespace}/${workflow.name} exists, and this task didn't make it`,
  );
}

/** Without a service account, which workflow restrictions forbid (argo-workflows: docs/workflow-restrictions.md). */
function bodyOf({ workflow, kind, template, parameters, marks }: Submission, dryRun: boolean) {
  return {
    namespace: workflow.namespace,
    resourceKind: kind,
    resourceName: template,
    submitOptions: {
      name: workflow.name,
      parameters: Object.entries(parameters).map(([name, value]) => `${name}=${value}`),
      labels: asText(marks.labels),
      annotations: asText(marks.annotations),
      ...(dryRun && { serverDryRun: true }),
    },
  };
}
