import type { WorkflowParameter, WorkflowTemplate } from "../../config/workflow-template";
import { choicesOf, suggestionsOf } from "./choices";
import { type FormField, formField } from "./form-field";
import type { FormLayout } from "./form-layout";
import type { FormPart } from "./form-page";
import { component, sourceParts, waitForEnd, whereToRun } from "./own-parts";
import type { RunLocation } from "./run-location";

/** A page of a form before it is JSON Schema. */
export interface FormPageParts {
  readonly title: string;
  readonly parts: readonly FormPart[];
}

/**
 * The pages of a form: first where to run and what for, last whether to wait.
 * @param waits whether the form offers to wait for the end of the run
 * @throws Error for a parameter that no form can ask for
 */
export function formParts(
  { parameters, annotations }: WorkflowTemplate,
  layout: FormLayout,
  locations: readonly RunLocation[],
  waits: boolean,
): FormPageParts[] {
  const parts = new Map(parameters.map((each) => [each.name, partsOf(each, annotations, layout)] as const));
  const pages = layout.pages.map(({ title, parameters: names }) => ({
    title,
    parts: names.flatMap((name) => parts.get(name) ?? []),
  }));
  const [first, ...others] = pages.filter((page) => page.parts.length > 0);
  const asked = [...parts.values()].flat();
  const begin = [
    ...whereToRun(locations),
    ...(asked.some(({ key }) => key === component.key) ? [] : [component]),
  ];
  const all = [
    { title: first?.title ?? "Where to run it", parts: [...begin, ...(first?.parts ?? [])] },
    ...others,
  ];
  return waits
    ? all.map((page, index) =>
        index === all.length - 1 ? { ...page, parts: [...page.parts, waitForEnd] } : page,
      )
    : all;
}

function partsOf(
  parameter: WorkflowParameter,
  annotations: Readonly<Record<string, string>>,
  { choices, switches }: FormLayout,
): FormPart[] {
  const { name, required } = parameter;
  const given = choices.get(name);
  const switchedBy = switches.get(name);
  const part: FormPart = {
    key: name,
    required,
    field: formField(parameter, annotations),
    ...(switchedBy !== undefined && { when: { key: switchedBy, value: true } }),
    ...(given !== undefined && {
      fieldOf: (namespace) => {
        const examples = suggestionsOf(given, namespace);
        const field = chosenField(parameter, annotations, choicesOf(given, namespace));
        return examples === undefined ? field : { ...field, examples };
      },
    }),
  };
  if (given?.of === "registry") return [];
  if (given?.of !== "source") return [part];
  if (switchedBy !== undefined)
    throw new Error(`parameter ${name} is the source, so no other one may switch it`);
  return sourceParts({ key: name, required: true, field: part.field });
}

/** A choice of these values; what the parameter itself is if there are none. */
function chosenField(
  parameter: WorkflowParameter,
  annotations: Readonly<Record<string, string>>,
  values: readonly string[] = [],
): FormField {
  if (values.length === 0) return formField(parameter, annotations);
  const { name, description, required, value = "" } = parameter;
  const [only] = values.length === 1 ? values : values.filter((each) => each === value);
  return formField({ name, description, required, enum: values, value: only }, annotations);
}
