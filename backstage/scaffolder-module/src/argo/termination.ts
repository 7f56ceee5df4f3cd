import type { ArgoClient } from "./argo-client";
import { ArgoError } from "./argo-error";
import { isFinal, pathOf, readWorkflow, type WorkflowId } from "./workflow";

/**
 * Terminates a workflow without running its exit handler. A finished workflow stays as it is.
 * @throws {@link ArgoError} that names the missing permission if the token may not change workflows
 */
export async function terminate(client: ArgoClient, id: WorkflowId): Promise<void> {
  try {
    await client.json({ method: "PUT", path: pathOf(id, "terminate"), body: id });
  } catch (error) {
    if (!(error instanceof ArgoError)) throw error;
    if (error.status === 403)
      throw new ArgoError(
        `Workflow ${id.namespace}/${id.name} continues: Backstage's service account may not terminate it. ` +
          "terminateOnAbort needs the verb patch on workflows of argoproj.io in this namespace.",
        403,
      );
    // Argo reports "cannot shutdown a completed workflow" as an internal error.
    const { status } = await readWorkflow(client, id);
    if (!isFinal(status?.phase ?? "")) throw error;
  }
}
