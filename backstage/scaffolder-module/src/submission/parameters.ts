import { InputError } from "@backstage/errors";
import { RE2JS } from "re2js";

import { oneLine } from "../one-line";
import type { TemplateParameter, WorkflowTemplate } from "../argo/workflow-template";

/** Values from a form. Argo's own parameters are strings. */
export type GivenParameters = Readonly<Record<string, string | number | boolean>>;

/**
 * Refuses values that Argo would evaluate. The library's templates refuse them as well; this module sends none to Argo.
 * @throws InputError that names each such parameter
 */
export function refuseExpressions(given: GivenParameters): void {
  const names = Object.keys(given).filter((name) => String(given[name]).includes("{{"));
  if (names.length > 0)
    throw new InputError(
      names
        .map((name) => `${oneLine(name, 80)} contains two opening braces, which Argo would evaluate`)
        .join("; "),
    );
}

/**
 * All parameters to send, as strings: the given value, or else the template's. Argo checks neither the names nor the
 * enums of submitted parameters (argo-workflows#6959), so a mistake would show up in a pod, or never.
 * @throws InputError that names each parameter that is unknown, missing or not allowed
 */
export function resolveParameters(
  template: WorkflowTemplate,
  given: GivenParameters,
): Record<string, string> {
  const known = new Set(template.parameters.map(({ name }) => name));
  const problems = Object.keys(given)
    .filter((name) => !known.has(name))
    .map((name) => `${name} is unknown (the template has: ${[...known].join(", ") || "none"})`);
  const resolved: Record<string, string> = {};
  const givenTo = (name: string) => (Object.hasOwn(given, name) ? given[name] : undefined);
  const valueOf = ({ name, value }: TemplateParameter) => String(givenTo(name) ?? value ?? "");
  for (const parameter of template.parameters) {
    const { name } = parameter;
    const own = givenTo(name);
    const switchedBy = template.parameters.find((each) => each.name === parameter.switch);
    // What doesn't count may be empty, as in the first step of the library's templates. Argo wants a value all the same.
    if (switchedBy !== undefined && valueOf(switchedBy) === "false" && (own ?? "") === "") {
      const off = parameter.value ?? (parameter.required ? "" : undefined);
      if (off !== undefined && !off.includes("{{")) resolved[name] = off;
      continue;
    }
    const value = own === undefined ? parameter.value : String(own);
    if (value === undefined) {
      if (parameter.required) problems.push(`${name} is missing, and the template has no value for it`);
      continue;
    }
    // Argo evaluates the template's own expressions.
    if (own === undefined && value.includes("{{")) continue;
    const problem = problemOf(parameter, value);
    if (problem !== undefined) problems.push(`${name} is ${JSON.stringify(oneLine(value, 80))}, ${problem}`);
    resolved[name] = value;
  }
  if (problems.length > 0)
    throw new InputError(
      `${template.kind} ${template.name} can't run with these parameters: ${problems.join("; ")}`,
    );
  return resolved;
}

function problemOf({ enum: choices, pattern }: TemplateParameter, value: string): string | undefined {
  if (choices && !choices.includes(value)) return `but must be one of ${choices.join(", ")}`;
  if (pattern !== undefined && !matches(pattern, value)) return `but must match ${pattern}`;
  return undefined;
}

/** Like the first step of the library's templates: RE2, against the whole value, in linear time. */
function matches(pattern: string, value: string): boolean {
  try {
    return RE2JS.matches(pattern, value);
  } catch {
    throw new InputError(
      `The template's pattern ${pattern} isn't a valid RE2 expression; the template's author must fix it`,
    );
  }
}
