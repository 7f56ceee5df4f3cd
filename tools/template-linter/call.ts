import type { Place } from "./place";
import type { Template } from "./template";

/** Which template a node runs. */
export type Target =
  | { readonly kind: "template"; readonly place: Place; readonly template: string }
  | {
      readonly kind: "reference";
      readonly place: Place;
      readonly name: string;
      readonly template: string;
      readonly clusterScope: boolean;
    }
  | { readonly kind: "inline"; readonly place: Place }
  | { readonly kind: "none"; readonly place: Place };

/** A node that runs a template: a step, a task, or a hook of one. */
export interface Call {
  /** The template in which it stands. */
  readonly within: Template;
  readonly place: Place;
  readonly name: string;
  readonly target: Target;
  readonly arguments: Place;
  readonly when: Place;
  /** Steps of one group run together; a DAG has a single group. */
  readonly group: number;
  /** Hooks run during or after their node. */
  readonly isHook: boolean;
}

/** Steps and tasks of a template, and their hooks. */
export function callsOf(within: Template): Call[] {
  const { place } = within;
  const steps = place
    .at("steps")
    .items()
    // Argo takes a group of one step without its list, too.
    .flatMap((group, index) => (group.isMap ? [group] : group.items()).map((step) => [step, index] as const));
  const tasks = place
    .at("dag", "tasks")
    .items()
    .map((task) => [task, 0] as const);
  return [...steps, ...tasks].flatMap(([node, group]) => {
    const call = callAt(within, node, group, false);
    const hooks = node
      .at("hooks")
      .entries()
      .map(([name, hook]) => ({ ...callAt(within, hook, group, true), name: `${call.name}.${name}` }));
    return [call, ...hooks];
  });
}

function callAt(within: Template, place: Place, group: number, isHook: boolean): Call {
  return {
    within,
    place,
    name: place.at("name").text ?? "",
    target: targetOf(place),
    arguments: place.at("arguments"),
    when: place.at("when"),
    group,
    isHook,
  };
}

function targetOf(place: Place): Target {
  const reference = place.at("templateRef");
  if (reference.isMap)
    return {
      kind: "reference",
      place: reference,
      name: reference.at("name").text ?? "",
      template: reference.at("template").text ?? "",
      clusterScope: reference.at("clusterScope").value === true,
    };
  const template = place.at("template");
  if (template.text !== undefined && template.text !== "")
    return { kind: "template", place: template, template: template.text };
  const inline = place.at("inline");
  return inline.isMap ? { kind: "inline", place: inline } : { kind: "none", place };
}
