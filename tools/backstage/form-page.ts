import type { FormField } from "./form-field";
import type { PortalNamespace } from "./portal-instance";
import { ownFields as own, type RunLocation } from "./run-location";

/** A field of a form, and what decides whether it is shown. */
export interface FormPart {
  readonly key: string;
  readonly required: boolean;
  readonly field: FormField;
  /** The field for a team, if it isn't the same for all. */
  readonly fieldOf?: (namespace: PortalNamespace) => FormField;
  /** Shows the field only if another one has this value. @default the field is always shown */
  readonly when?: Condition;
}

/** A field of the form and a value of it. */
export interface Condition {
  readonly key: string;
  readonly value: string | boolean;
}

type Schema = Readonly<Record<string, unknown>>;

/** By default, the form would show the name of the JSON Schema keyword. */
const errorMessage = { if: "A field that is named above needs another value" };

/**
 * A page of a form, as JSON Schema. Conditions may be about fields of earlier pages: the form checks each page with the
 * values of all of them, and the scaffolder's backend does, too.
 */
export function formPage(
  title: string,
  parts: readonly FormPart[],
  locations: readonly RunLocation[],
): object {
  const shown = parts.filter(({ when }) => when === undefined);
  const { choice, ...always } = section(shown, locations);
  const conditional = conditionsOf(parts).map((condition) => {
    const { choice: nested, ...then } = section(
      parts.filter(({ when }) => when?.key === condition.key && when.value === condition.value),
      locations,
    );
    const { key, value } = condition;
    return { if: has({ [key]: { const: value } }), then: { ...then, ...nested }, errorMessage };
  });
  const allOf = [...(choice === undefined ? [] : [choice]), ...conditional];
  const keys = [
    ...(JSON.stringify(allOf).includes(`"${own.namespace}":{"enum"`) ? [own.namespace] : []),
    ...conditionsOf(parts).map(({ key }) => key),
  ];
  return {
    title,
    ...always,
    ...(allOf.length > 0 && {
      allOf,
      "ui:order": [...new Set(parts.map(({ key }) => key)), "*"],
      // They demand nothing. The review finds the title of a conditional field only if these keys are listed.
      dependencies: Object.fromEntries([...new Set(keys)].map((key) => [key, []])),
    }),
  };
}

/** Fields that are shown together, and the choice among those that differ between teams. */
function section(
  parts: readonly FormPart[],
  locations: readonly RunLocation[],
): { properties: Schema; required?: readonly string[]; choice?: Schema } {
  const fixed = parts.filter(({ fieldOf }) => fieldOf === undefined);
  const varying = parts.filter(({ fieldOf }) => fieldOf !== undefined);
  const cases = casesOf(varying, locations);
  const [only] = cases;
  const all = only !== undefined && cases.length === 1 ? [...fixed, ...only.parts] : fixed;
  const ordered = parts.flatMap(({ key }) => all.filter((part) => part.key === key));
  return { ...fieldsOf(ordered), ...(cases.length > 1 && { choice: chained(cases, locations.length > 1) }) };
}

function fieldsOf(parts: readonly FormPart[]): { properties: Schema; required?: readonly string[] } {
  const required = parts.filter((part) => part.required).map(({ key }) => key);
  return {
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(parts.map(({ key, field }) => [key, field])),
  };
}

/** Teams of an environment that get the same fields. */
interface Case {
  readonly instance: string;
  readonly namespaces: readonly string[];
  readonly parts: readonly FormPart[];
}

function casesOf(varying: readonly FormPart[], locations: readonly RunLocation[]): Case[] {
  if (varying.length === 0) return [];
  const cases = locations.flatMap(({ name, namespaces }) => {
    const groups = new Map<string, { namespaces: string[]; parts: FormPart[] }>();
    for (const namespace of namespaces) {
      const parts = varying.map((part) => ({ ...part, field: part.fieldOf?.(namespace) ?? part.field }));
      const content = JSON.stringify(parts.map(({ field }) => field));
      const group = groups.get(content) ?? { namespaces: [], parts };
      group.namespaces.push(namespace.name);
      groups.set(content, group);
    }
    return [...groups.values()].map((group) => ({ instance: name, ...group }));
  });
  const contents = new Set(cases.map(({ parts }) => JSON.stringify(parts.map(({ field }) => field))));
  return contents.size === 1 ? cases.slice(0, 1) : cases;
}

/** One case after the other: "if, then, else if". */
function chained([first, ...others]: readonly Case[], several: boolean): Schema | undefined {
  if (first === undefined) return undefined;
  const other = chained(others, several);
  return {
    if: has({
      ...(several && { [own.instance]: { const: first.instance } }),
      [own.namespace]: { enum: first.namespaces },
    }),
    then: fieldsOf(first.parts),
    ...(other && { else: other }),
    errorMessage,
  };
}

/** Demands these properties; without `required`, JSON Schema accepts an absent one. */
function has(properties: Schema): Schema {
  return { properties, required: Object.keys(properties) };
}

function conditionsOf(parts: readonly FormPart[]): Condition[] {
  const found: Condition[] = [];
  for (const { when } of parts)
    if (when && !found.some(({ key, value }) => key === when.key && value === when.value)) found.push(when);
  return found;
}
