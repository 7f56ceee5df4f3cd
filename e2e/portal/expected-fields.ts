import { helpAnnotation, unitAnnotation, widgetAnnotation } from "../../config/annotations";
import type { WorkflowParameter } from "../../config/workflow-template";

/** A field as a user sees it. */
export interface Field {
  readonly label: string;
  /** Whether it is marked as required. */
  readonly required: boolean;
  readonly kind: "text" | "text of several lines" | "check box" | "radio buttons" | "choice";
  /** Initial value; `true` or `false` for a check box. */
  readonly value: string;
  readonly help: string;
  /** The choices of a select field. */
  readonly choices: readonly string[];
}

/**
 * What backstage/README.md promises for a parameter of a workflow template. Computed from the parameter without the
 * generator, because the rows test the generator.
 * @param offered what the team can choose from; empty if the parameter isn't a choice of the team
 */
export function expectedField(
  { name, description, value, default: unused, enum: ownChoices, required }: WorkflowParameter,
  annotations: Readonly<Record<string, string>>,
  offered: readonly string[],
): Field {
  const of = (prefix: string) => annotations[`${prefix}${name}`];
  const words = name
    .split(/[-_]+/)
    .join(" ")
    .replace(/\burl\b/, "URL")
    .replace(/\becr\b/, "ECR")
    .replace(/\bargocd\b/, "Argo CD");
  const unit = of(unitAnnotation);
  const choices = offered.length > 0 ? offered : ownChoices;
  const yesOrNo = choices?.length === 2 && choices.includes("true") && choices.includes("false");
  const shown = offered.length === 1 ? (offered[0] ?? "") : (value ?? unused ?? "");
  return {
    label: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${unit === undefined ? "" : ` (${unit})`}`,
    required,
    kind: yesOrNo
      ? "check box"
      : choices !== undefined
        ? choices.length > 4
          ? "choice"
          : "radio buttons"
        : shown.includes("\n") || of(widgetAnnotation) === "textarea"
          ? "text of several lines"
          : "text",
    value: shown.includes("{{") ? "" : shown,
    help: oneLine(of(helpAnnotation) ?? description ?? ""),
    choices: choices === undefined || yesOrNo ? [] : choices,
  };
}

/** Differences between the expected fields and those of a form, as sentences. */
export function differences(
  expected: ReadonlyMap<string, Field>,
  seen: ReadonlyMap<string, Field>,
): string[] {
  const found: string[] = [];
  for (const [name, field] of expected) {
    const there = seen.get(name);
    if (there === undefined) found.push(`${name} isn't there`);
    else
      for (const key of Object.keys(field) as (keyof Field)[]) {
        const [wanted, got] = [JSON.stringify(field[key]), JSON.stringify(there[key])];
        if (wanted !== got) found.push(`${name}: ${key} is ${got}, not ${wanted}`);
      }
  }
  for (const name of seen.keys()) if (!expected.has(name)) found.push(`${name} is too much`);
  const order = [...seen.keys()].join(" ");
  if (found.length === 0 && order !== [...expected.keys()].join(" ")) found.push(`the order is ${order}`);
  return found;
}

/** A text on one line, as a page shows it. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
