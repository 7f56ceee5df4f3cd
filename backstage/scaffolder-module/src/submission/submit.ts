import { ConflictError } from "@backstage/errors";

import { taskLabel } from "../annotations";
import type { ArgoClient } from "../argo/argo-client";
import { ArgoError } from "../argo/argo-error";
import { readWorkflow, type Workflow } from "../argo/workflow";
import { asText } from "./metadata";
import type { Submission } from "./submission";

/** How to submit. */
export interface SubmitOptions {
  /** Let the server check everything, and create nothing. @default false */
  readonly dryRun?: boolean;
  /** An earlier attempt may have gone through: look before sending. @default false */
  readonly repeated?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Submits a workflow once, however often it is called: the name is the key. An existing workflow counts as this one if
 * it has the label of the same task.
 * @throws ConflictError if another task's workflow has the name
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
    const { message, status } = error;
    return ownWorkflow(client, submission, signal).catch((missing: unknown) => {
      // The conflict was another one: Kubernetes counts workflows in a quota, which many submissions change at once.
      if (missing instanceof ArgoError && missing.status === 404) throw new ArgoError(message, status, true);
      throw missing;
    });
  }
}

async function ownWorkflow(
  client: ArgoClient,
  { workflow, metadata }: Submission,
  signal: AbortSignal | undefined,
) {
  const found = await readWorkflow(client, workflow, signal);
  if (found.metadata.labels?.[taskLabel] === metadata.labels[taskLabel]) return found;
  throw new ConflictError(
    `Workflow ${workflow.namespace}/${workflow.name} already exists, and another task created it`,
  );
}

/** Names no service account: workflow restrictions forbid it (argo-workflows: docs/workflow-restrictions.md). */
function bodyOf({ workflow, kind, template, parameters, metadata }: Submission, dryRun: boolean) {
  return {
    namespace: workflow.namespace,
    resourceKind: kind,
    resourceName: template,
    submitOptions: {
      name: workflow.name,
      parameters: Object.entries(parameters).map(([name, value]) => `${name}=${value}`),
      labels: asText(metadata.labels),
      annotations: asText(metadata.annotations),
      ...(dryRun && { serverDryRun: true }),
    },
  };
}
