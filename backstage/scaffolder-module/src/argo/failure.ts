import type { ArgoClient } from "./argo-client";
import { oneLine } from "../one-line";
import { pathOf, readNodes, type WorkflowId, type WorkflowNode } from "./workflow";

/** How many lines of the failed step's log to show. */
const tailLines = 20;
/** How many lines Argo itself may have added at the end. */
const linesOfArgo = 5;

/** What a person needs to know about a failed workflow. */
export interface Failure {
  /** `step: message` of the innermost failed steps; at most three. */
  readonly steps: readonly string[];
  /** The step that `log` belongs to. */
  readonly step: string;
  readonly log: readonly string[];
}

/**
 * Finds the innermost failed steps and the last lines of the first one's log, from its pod or, if the pod is gone, from
 * the archived log. It leaves out what can't be read: no error here may hide the failure itself.
 */
export async function explainFailure(
  client: ArgoClient,
  id: WorkflowId,
  signal?: AbortSignal,
): Promise<Failure> {
  const nodes = await readNodes(client, id, signal).catch(() => []);
  const failed = innermost(nodes);
  const steps = failed.slice(0, 3).map((node) => `${nameOf(id.name, node)}: ${oneLine(reasonOf(node), 500)}`);
  const pod = failed.find(({ type }) => type === "Pod");
  if (pod === undefined) return { steps, step: "", log: [] };
  const log = (await podLog(client, id, pod, signal)) ?? (await archivedLog(client, id, pod, signal)) ?? [];
  return { steps, step: nameOf(id.name, pod), log };
}

function innermost(nodes: readonly WorkflowNode[]): WorkflowNode[] {
  const failed = nodes.filter(({ phase }) => phase === "Failed" || phase === "Error");
  const ids = new Set(failed.map(({ id }) => id));
  return failed
    .filter(({ children = [] }) => !children.some((child) => ids.has(child)))
    .sort((one, other) => ((one.finishedAt ?? "") < (other.finishedAt ?? "") ? -1 : 1));
}

/** Without the container's name, which is main in every step. */
function reasonOf({ message }: WorkflowNode): string {
  return message?.replace(/^main: /, "") || "no reason given";
}

/** The step's own name. The entrypoint has the workflow's name, so it gets its template's. */
function nameOf(workflow: string, { displayName, name, templateName }: WorkflowNode): string {
  const shown = displayName ?? name;
  return shown.startsWith(workflow) ? (templateName ?? shown) : shown;
}

/** Each line is a JSON object (grpc-gateway's stream). */
async function podLog(client: ArgoClient, id: WorkflowId, node: WorkflowNode, signal?: AbortSignal) {
  const query = {
    // The installation names pods like their nodes (POD_NAMES: v1 in helm/argo-workflows/values.yaml).
    podName: node.id,
    "logOptions.container": "main",
    "logOptions.tailLines": String(tailLines + linesOfArgo),
  };
  const text = await client.text({ path: pathOf(id, "log"), query, signal }).catch(() => "");
  const lines = text
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => contentOf(line));
  const shown = tail(lines);
  return shown.length > 0 ? shown : undefined;
}

function contentOf(line: string): string[] {
  try {
    const { result } = JSON.parse(line) as { result?: { content?: string } };
    return result?.content === undefined ? [] : [result.content];
  } catch {
    return [];
  }
}

/** argo-workflows: server/artifacts/artifact_server.go; with the archive it also knows finished workflows. */
async function archivedLog(
  client: ArgoClient,
  { namespace, name }: WorkflowId,
  node: WorkflowNode,
  signal?: AbortSignal,
) {
  const path = ["artifact-files", namespace, "workflows", name, node.id, "outputs", "main-logs"];
  const text = await client.text({ path, signal }).catch(() => "");
  return text === "" ? undefined : tail(text.trimEnd().split("\n"));
}

/** Without the lines that Argo adds to a container's log (argo-workflows: cmd/argoexec). */
function tail(lines: readonly string[]): string[] {
  return lines
    .map((line) => oneLine(line, 500))
    .filter((line) => line !== "" && !/^Error: exit status \d+$|\bargo=true\b|"argo":\s*true/.test(line))
    .slice(-tailLines);
}
