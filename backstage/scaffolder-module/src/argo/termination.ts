import type { ArgoClient } from "./argo-client";
import { ArgoError } from "./argo-error";
import { isFinal, pathOf, readWorkflow, type WorkflowId } from "./workflow";

/**
 * Ends a workflow at once, without its exit handler; one that is finished already stays as it is.
 * @throws {@link ArgoError} with a sentence of its own if the token may not change workflows
 */
export async function terminate(client: ArgoClient, id: WorkflowId): Promise<void> {
  try {
    await client.json({ method: "PUT", path: pathOf(id, "terminate"), body: id });
  } catch (error) {
    if (!(error instanceof ArgoError)) throw error;
    if (error.status === 403)
      throw new ArgoError(
        `Workflow ${id.namespace}/${id.name} goes on: Backstage's service account may not end it. ` +
          "terminateOnAbort needs the verb patch on workflows of argoproj.io in that namespace.",
        403,
      );
    // "cannot shutdown a completed workflow" comes as an internal error.
    const { status } = await readWorkflow(client, id);
    if (!isFinal(status?.phase ?? "")) throw error;
  }
}
