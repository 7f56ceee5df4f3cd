import type { AllowList } from "../allow-list";
import type { ArgoClient } from "./argo-client";
import {
  type RawTemplate,
  templateFrom,
  type TemplateKind,
  type WorkflowTemplate,
} from "./workflow-template";

/** The templates of a kind, in a namespace if the kind is namespaced. */
export interface TemplateScope {
  readonly kind: TemplateKind;
  readonly namespace: string | undefined;
}

/** @throws ArgoError; with status 404 if no template has that name */
export async function readTemplate(
  client: ArgoClient,
  scope: TemplateScope,
  name: string,
  signal?: AbortSignal,
): Promise<WorkflowTemplate> {
  const raw = await client.json<RawTemplate>({ path: [...pathOf(scope), name], signal });
  return templateFrom(scope.kind, raw);
}

/** The templates that `allowed` allows, sorted by name. */
export async function listTemplates(
  client: ArgoClient,
  scope: TemplateScope,
  allowed: AllowList,
  signal?: AbortSignal,
): Promise<WorkflowTemplate[]> {
  const { items } = await client.json<{ items: readonly RawTemplate[] | null }>({
    path: pathOf(scope),
    signal,
  });
  return (items ?? [])
    .map((raw) => templateFrom(scope.kind, raw))
    .filter(({ kind, name }) => allowed.allows(name, `${kind}/${name}`))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function pathOf({ kind, namespace }: TemplateScope): string[] {
  return kind === "ClusterWorkflowTemplate"
    ? ["api", "v1", "cluster-workflow-templates"]
    : ["api", "v1", "workflow-templates", namespace ?? ""];
}
