import { parse } from "yaml";
import { z } from "zod";
import { choicesAnnotation, pagesAnnotation, switchAnnotation } from "../../config/annotations";
import type { WorkflowParameter, WorkflowTemplate } from "../../config/workflow-template";
import { type Choices, choicesFrom } from "./choices";

/** A page of a form. */
export interface LayoutPage {
  readonly title: string;
  /** Names of parameters, in their order. */
  readonly parameters: readonly string[];
}

/** What the annotations of a workflow template say about its form. */
export interface FormLayout {
  readonly pages: readonly LayoutPage[];
  /** For a parameter that only counts if another one is true: that one. */
  readonly switches: ReadonlyMap<string, string>;
  readonly choices: ReadonlyMap<string, Choices>;
}

/** Most fields of a page of a template that doesn't say how its form is divided. */
const fieldsOfPage = 8;

const pagesSchema = z.record(z.string().min(1), z.array(z.string()).min(1));

/** @throws Error for an annotation that can't be read, or that names a parameter that the template doesn't have */
export function formLayout({ parameters, annotations }: WorkflowTemplate): FormLayout {
  const known = new Set(parameters.map(({ name }) => name));
  const require = (name: string, annotation: string): string => {
    if (!known.has(name)) throw new Error(`${annotation} names ${name}, which isn't a parameter`);
    return name;
  };
  const switches = new Map<string, string>();
  const choices = new Map<string, Choices>();
  for (const [key, text] of Object.entries(annotations)) {
    if (key.startsWith(choicesAnnotation)) {
      const name = require(key.slice(choicesAnnotation.length), key);
      choices.set(name, choicesFrom(text, name));
    }
    if (key.startsWith(switchAnnotation)) {
      const name = require(key.slice(switchAnnotation.length), key);
      for (const each of text.split(/\s+/)) switches.set(require(each, key), name);
    }
  }
  for (const name of switches.values()) requireSwitch(parameters, switches, name);
  const pages = annotations[pagesAnnotation];
  return {
    switches,
    choices,
    pages: pages === undefined ? divided(parameters) : withRest(readPages(pages, require), parameters),
  };
}

function requireSwitch(
  parameters: readonly WorkflowParameter[],
  switches: ReadonlyMap<string, string>,
  name: string,
): void {
  const choices = parameters.find((each) => each.name === name)?.enum;
  if ([...(choices ?? [])].sort().join() !== "false,true")
    throw new Error(`parameter ${name} switches others, so its enum must be true and false`);
  if (switches.has(name)) throw new Error(`parameter ${name} switches others, so none may switch it`);
}

function readPages(text: string, require: (name: string, annotation: string) => string): LayoutPage[] {
  const parsed = pagesSchema.safeParse(parse(text));
  if (!parsed.success)
    throw new Error(`${pagesAnnotation} must be a YAML map of page titles and lists of parameters`);
  const pages = Object.entries(parsed.data).map(([title, names]) => ({
    title,
    parameters: names.map((name) => require(name, pagesAnnotation)),
  }));
  const all = pages.flatMap((page) => page.parameters);
  const twice = all.find((name, index) => all.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${pagesAnnotation} names ${twice} twice`);
  return pages;
}

/** Parameters on no page come last. */
function withRest(pages: readonly LayoutPage[], parameters: readonly WorkflowParameter[]): LayoutPage[] {
  const named = new Set(pages.flatMap((page) => page.parameters));
  const rest = parameters.map(({ name }) => name).filter((name) => !named.has(name));
  return rest.length === 0 ? [...pages] : [...pages, { title: "More", parameters: rest }];
}

/** What a run needs first, then the rest. */
function divided(parameters: readonly WorkflowParameter[]): LayoutPage[] {
  const names = (required: boolean) =>
    parameters.filter((each) => each.required === required).map(({ name }) => name);
  const [needed, optional] = [names(true), names(false)];
  if (needed.length === 0 || parameters.length < fieldsOfPage)
    return [{ title: "Parameters", parameters: parameters.map(({ name }) => name) }];
  const pages = [{ title: "Parameters", parameters: needed }];
  for (let from = 0; from < optional.length; from += fieldsOfPage)
    pages.push({
      title: from === 0 ? "Options" : `Options ${from / fieldsOfPage + 1}`,
      parameters: optional.slice(from, from + fieldsOfPage),
    });
  return pages;
}
