import { InputError } from "@backstage/errors";
import { RE2JS } from "re2js";

import { printable } from "../argo/bounded-body";
import type { TemplateParameter, WorkflowTemplate } from "../argo/workflow-template";

/** Values of a form. Argo's parameters are texts. */
export type GivenParameters = Readonly<Record<string, string | number | boolean>>;

/**
 * Every parameter that is to be sent, as text: what was given, else the template's own value. Argo itself checks
 * neither names nor enums of what is submitted (argo-workflows#6959), so that a slip would show in a pod, or never.
 * @throws InputError that names each parameter that is unknown, missing or out of bounds
 */
export function resolveParameters(
  template: WorkflowTemplate,
  given: GivenParameters,
): Record<string, string> {
  const known = new Set(template.parameters.map(({ name }) => name));
  const problems = Object.keys(given)
    .filter((name) => !known.has(name))
    .map((name) => `${name} is unknown (there are: ${[...known].join(", ") || "none"})`);
  const resolved: Record<string, string> = {};
  for (const parameter of template.parameters) {
    const { name } = parameter;
    const own = Object.hasOwn(given, name) ? given[name] : undefined;
    const value = own === undefined ? parameter.value : String(own);
    if (value === undefined) {
      if (parameter.required) problems.push(`${name} is missing, and has no value of its own`);
      continue;
    }
    // What the template leaves to Argo to work out, Argo works out.
    if (own === undefined && value.includes("{{")) continue;
    const problem = problemOf(parameter, value);
    if (problem !== undefined)
      problems.push(`${name} is ${JSON.stringify(printable(value, 80))}, ${problem}`);
    resolved[name] = value;
  }
  if (problems.length > 0)
    throw new InputError(
      `${template.kind} ${template.name} can't be run with these parameters: ${problems.join("; ")}`,
    );
  return resolved;
}

function problemOf({ enum: choices, pattern }: TemplateParameter, value: string): string | undefined {
  if (choices && !choices.includes(value)) return `but must be one of ${choices.join(", ")}`;
  if (pattern !== undefined && !matches(pattern, value)) return `but must match ${pattern}`;
  return undefined;
}

/** As the template's own first step does it: RE2, for the whole value, in linear time. */
function matches(pattern: string, value: string): boolean {
  try {
    return RE2JS.matches(pattern, value);
  } catch {
    throw new InputError(
      `The template's pattern ${pattern} isn't a valid RE2 expression; its author must mend it`,
    );
  }
}
