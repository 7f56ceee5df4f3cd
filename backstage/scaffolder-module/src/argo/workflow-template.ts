import type { AllowList } from "../allow-list";
import type { ArgoClient } from "./argo-client";

export const templateKinds = ["ClusterWorkflowTemplate", "WorkflowTemplate"] as const;
export type TemplateKind = (typeof templateKinds)[number];

/** Prefix of an annotation with the RE2 pattern that a parameter's whole value must match; the parameter's name follows. */
export const patternAnnotation = "aws-argo-infra/pattern.";

/** A parameter of a template. */
export interface TemplateParameter {
  readonly name: string;
  readonly description?: string;
  /**
   * Value that is sent if the form gives none. Argo itself reads only `value` and ignores `default` of workflow arguments
   * (argo-workflows#13966), so the module sends every parameter.
   */
  readonly value?: string;
  readonly enum?: readonly string[];
  /** RE2. */
  readonly pattern?: string;
  /** Has no `value`, `default` or `valueFrom`. */
  readonly required: boolean;
}

/** The fields of a WorkflowTemplate or ClusterWorkflowTemplate that this module reads. */
export interface WorkflowTemplate {
  readonly kind: TemplateKind;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly parameters: readonly TemplateParameter[];
}

/** Argo reads each of them as a string (argo-workflows: AnyString). */
type Scalar = string | number | boolean;

interface Raw {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly arguments?: {
      readonly parameters?: readonly {
        readonly name: string;
        readonly description?: string;
        readonly value?: Scalar | null;
        readonly default?: Scalar | null;
        readonly enum?: readonly Scalar[];
        readonly valueFrom?: unknown;
      }[];
    };
  };
}

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
  const raw = await client.json<Raw>({ path: [...pathOf(scope), name], signal });
  return templateFrom(scope.kind, raw);
}

/** The templates that `allowed` allows, sorted by name. */
export async function listTemplates(
  client: ArgoClient,
  scope: TemplateScope,
  allowed: AllowList,
  signal?: AbortSignal,
): Promise<WorkflowTemplate[]> {
  const { items } = await client.json<{ items: readonly Raw[] | null }>({ path: pathOf(scope), signal });
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

/** A template from the API's response or from a manifest. */
export function templateFrom(kind: TemplateKind, { metadata, spec }: Raw): WorkflowTemplate {
  const { annotations = {} } = metadata;
  const title = annotations["workflows.argoproj.io/title"];
  const description = annotations["workflows.argoproj.io/description"];
  const parameters = (spec?.arguments?.parameters ?? []).map((each): TemplateParameter => {
    const value = each.value ?? each.default ?? undefined;
    const pattern = annotations[`${patternAnnotation}${each.name}`];
    return {
      name: each.name,
      ...(each.description && { description: each.description }),
      ...(value !== undefined && { value: String(value) }),
      ...(each.enum && { enum: each.enum.map(String) }),
      ...(pattern !== undefined && { pattern }),
      required: value === undefined && each.valueFrom === undefined,
    };
  });
  return {
    kind,
    name: metadata.name,
    ...(title && { title }),
    ...(description && { description }),
    parameters,
  };
}
