import { descriptionAnnotation, patternAnnotation, switchAnnotation, titleAnnotation } from "../annotations";

export const templateKinds = ["ClusterWorkflowTemplate", "WorkflowTemplate"] as const;
export type TemplateKind = (typeof templateKinds)[number];

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
  /** The parameter that must be true for this one to count. */
  readonly switch?: string;
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

/** A template as the API answers it, or as its manifest has it. */
export interface RawTemplate {
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

/** A template from the API's response or from a manifest. */
export function templateFrom(kind: TemplateKind, { metadata, spec }: RawTemplate): WorkflowTemplate {
  const { annotations = {} } = metadata;
  const title = annotations[titleAnnotation];
  const description = annotations[descriptionAnnotation];
  const parameters = (spec?.arguments?.parameters ?? []).map((each): TemplateParameter => {
    const value = each.value ?? each.default ?? undefined;
    const pattern = annotations[`${patternAnnotation}${each.name}`];
    const switchedBy = switchOf(each.name, annotations);
    return {
      name: each.name,
      ...(each.description && { description: each.description }),
      ...(value !== undefined && { value: String(value) }),
      ...(each.enum && { enum: each.enum.map(String) }),
      ...(pattern !== undefined && { pattern }),
      ...(switchedBy !== undefined && { switch: switchedBy }),
      required: value === undefined && (each.valueFrom ?? undefined) === undefined,
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

function switchOf(parameter: string, annotations: Readonly<Record<string, string>>): string | undefined {
  const key = Object.keys(annotations).find(
    (each) => each.startsWith(switchAnnotation) && annotations[each]?.split(/\s+/).includes(parameter),
  );
  return key?.slice(switchAnnotation.length);
}
