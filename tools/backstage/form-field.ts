import { fieldAnnotation, helpAnnotation, unitAnnotation, widgetAnnotation } from "../../config/annotations";
import type { WorkflowParameter } from "../../config/workflow-template";

/** A property of the form: JSON Schema with the hints of Backstage's form. */
export type FormField = Readonly<Record<string, unknown>>;

const secretName = /(^|[-_])(token|secret|password|passwd|credentials?|api-?key|private-?key)s?($|[-_])/i;

/**
 * The form field of a parameter. All values are text for Argo; the action turns booleans back into text.
 * @param annotations of the template
 * @throws Error for a parameter that no form should ask for, or whose default contradicts its enum
 */
export function formField(
  parameter: WorkflowParameter,
  annotations: Readonly<Record<string, string>>,
): FormField {
  const { name, enum: choices, pattern, required } = parameter;
  const [help, unit, field, widget] = [helpAnnotation, unitAnnotation, fieldAnnotation, widgetAnnotation].map(
    (prefix) => annotations[`${prefix}${name}`],
  );
  const description = oneLine(help ?? parameter.description ?? "");
  if (secretName.test(name))
    throw new Error(
      `parameter ${name} looks like a secret, and Argo keeps parameters as plain text; let a step read it`,
    );
  const value = parameter.value ?? parameter.default;
  // A value that Argo fills in at run time is not a default that a person can read.
  const shown = value === "" || value?.includes("{{") ? undefined : value;
  if (choices && shown !== undefined && !choices.includes(shown))
    throw new Error(
      `parameter ${name} has the value ${JSON.stringify(shown)}, which isn't in its enum: ${choices.join(", ")}`,
    );
  return {
    title: unit === undefined ? titleOf(name) : `${titleOf(name)} (${unit})`,
    ...(description && { description }),
    ...(choices ? chosen(choices, shown) : typed(shown, pattern, required, description)),
    ...(widget && { "ui:widget": widget }),
    ...(field && { "ui:field": field }),
  };
}

/** A text that was folded in a file, on one line. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Words with a spelling of their own. */
const spellings: Readonly<Record<string, string>> = { argocd: "Argo CD", ecr: "ECR", url: "URL" };

/** `git-repo` as `Git repo`, `target-url` as `Target URL`. */
export function titleOf(name: string): string {
  const words = name.split(/[-_]+/).filter((word) => word !== "");
  const title = words.map((word) => spellings[word] ?? word).join(" ");
  return title.charAt(0).toUpperCase() + title.slice(1);
}

function chosen(choices: readonly string[], shown: string | undefined): FormField {
  if ([...choices].sort().join() === "false,true")
    return { type: "boolean", ...(shown !== undefined && { default: shown === "true" }) };
  return {
    type: "string",
    enum: [...choices],
    ...(shown !== undefined && { default: shown }),
    ...(choices.length <= 4 && { "ui:widget": "radio" }),
  };
}

function typed(
  shown: string | undefined,
  pattern: string | undefined,
  required: boolean,
  description: string,
): FormField {
  const own = pattern === undefined ? undefined : browserPattern(pattern);
  return {
    type: "string",
    ...(shown !== undefined && { default: shown }),
    ...(required && { minLength: 1 }),
    ...(own !== undefined && { pattern: own }),
    // By default, the form shows the pattern. With ajv-errors, it shows a sentence instead.
    ...(own !== undefined && description && { errorMessage: { pattern: `doesn't fit: ${description}` } }),
    ...(shown?.includes("\n") && { "ui:widget": "textarea" }),
  };
}

/** The pattern in JavaScript's syntax; undefined if only RE2 can read it. The action checks the value in any case. */
function browserPattern(pattern: string): string | undefined {
  const whole = pattern.startsWith("^") && pattern.endsWith("$") ? pattern : `^(?:${pattern})$`;
  try {
    new RegExp(whole, "u");
    return whole;
  } catch {
    return undefined;
  }
}
