import type { Place } from "./place";

/** The template that a node runs, as the node names it. */
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

export function targetOf(place: Place): Target {
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
