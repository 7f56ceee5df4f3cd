import type { ArgoClient } from "./argo-client";
import type { TemplateKind } from "./workflow-template";

export const finalPhases = ["Succeeded", "Failed", "Error"] as const;

/** The fields of a Workflow that this module reads. */
export interface Workflow {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly workflowTemplateRef?: { readonly name?: string; readonly clusterScope?: boolean };
  };
  readonly status?: {
    /** Empty until the controller has processed the workflow. */
    readonly phase?: string;
    readonly message?: string;
    /** Completed and known steps, such as 1/2. */
    readonly progress?: string;
    readonly startedAt?: string | null;
    readonly finishedAt?: string | null;
    readonly outputs?: Outputs;
    readonly nodes?: Readonly<Record<string, WorkflowNode>>;
  };
}

interface Outputs {
  readonly parameters?: readonly { readonly name: string; readonly value?: unknown }[];
}

/** A step of a workflow. */
export interface WorkflowNode {
  readonly id: string;
  readonly name: string;
  readonly displayName?: string;
  /** Pod for a step that runs in a pod; Steps, DAG, Retry and others have children. */
  readonly type?: string;
  readonly phase?: string;
  readonly message?: string;
  readonly finishedAt?: string | null;
  readonly templateName?: string;
  readonly children?: readonly string[];
  readonly outputs?: Outputs;
}

/** State of a workflow, flat enough for the outputs of an action. */
export interface WorkflowState {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly url: string;
  /** Pending, Running, Succeeded, Failed or Error. */
  readonly phase: string;
  readonly message: string;
  readonly progress: string;
  /** Seconds from start to end, or until now; 0 before the start. */
  readonly durationSeconds: number;
  /** Output parameters of the workflow and of its entrypoint. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface WorkflowId {
  readonly namespace: string;
  readonly name: string;
}

/** All fields but the steps, whose status can be megabytes. Of those only the entrypoint, which has the workflow's name. */
const fieldsOf = (name: string): string =>
  [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "metadata.labels",
    "spec.workflowTemplateRef",
    ...[
      "phase",
      "message",
      "progress",
      "startedAt",
      "finishedAt",
      "outputs",
      `nodes.${name}.outputs.parameters`,
    ].map((field) => `status.${field}`),
  ].join(",");

/** A workflow in the cluster or in the archive. */
export async function readWorkflow(
  client: ArgoClient,
  id: WorkflowId,
  signal?: AbortSignal,
): Promise<Workflow> {
  return client.json<Workflow>({ path: pathOf(id), query: { fields: fieldsOf(id.name) }, signal });
}

/** The steps of a workflow. */
export async function readNodes(
  client: ArgoClient,
  id: WorkflowId,
  signal?: AbortSignal,
): Promise<WorkflowNode[]> {
  const { status } = await client.json<Workflow>({
    path: pathOf(id),
    query: { fields: "status.nodes" },
    signal,
  });
  return Object.values(status?.nodes ?? {});
}

/** Path of a workflow in the API, or of one of its subresources. */
export function pathOf({ namespace, name }: WorkflowId, ...more: readonly string[]): string[] {
  return ["api", "v1", "workflows", namespace, name, ...more];
}

export function stateOf(
  client: ArgoClient,
  { metadata, status = {} }: Workflow,
  now = Date.now(),
): WorkflowState {
  const { name, namespace, uid } = metadata;
  const { startedAt, finishedAt } = status;
  const end = finishedAt ? Date.parse(finishedAt) : now;
  return {
    name,
    namespace,
    uid,
    url: urlOf(client, { name, namespace, uid }),
    phase: status.phase || "Pending",
    message: status.message ?? "",
    progress: status.progress ?? "",
    durationSeconds: startedAt ? Math.max(0, Math.round((end - Date.parse(startedAt)) / 1000)) : 0,
    outputs: { ...valuesOf(status.nodes?.[name]?.outputs), ...valuesOf(status.outputs) },
  };
}

/** The template that a workflow was made from; undefined for a workflow that has its own steps. */
export function templateOf({ spec }: Workflow): { kind: TemplateKind; name: string } | undefined {
  const { name, clusterScope } = spec?.workflowTemplateRef ?? {};
  if (name === undefined) return undefined;
  return { kind: clusterScope ? "ClusterWorkflowTemplate" : "WorkflowTemplate", name };
}

/** Page of a workflow in Argo's UI. With the UID, the UI also finds it in the archive. */
export function urlOf(
  client: ArgoClient,
  { namespace, name, uid }: WorkflowId & { readonly uid?: string },
): string {
  const page = `${client.instance.uiUrl}/workflows/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
  return uid === undefined ? page : `${page}?uid=${encodeURIComponent(uid)}`;
}

export function isFinal(phase: string): boolean {
  return finalPhases.some((each) => each === phase);
}

function valuesOf(outputs: Outputs | undefined): Record<string, string> {
  const known = (outputs?.parameters ?? []).filter(({ value }) => value !== undefined && value !== null);
  return Object.fromEntries(known.map(({ name, value }) => [name, String(value)]));
}
