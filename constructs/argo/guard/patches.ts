import { all, at, list, text } from "./cel";
import type { Policy } from "./policy";
import { everyTemplate, kindsWithSpec, specChanged, specVariables } from "./workflow-spec";

export interface PatchesProps {
  /** The controller's default. */
  readonly common: string;
  /** What Argo makes of it in each namespace, where that is another text. */
  readonly evaluated: readonly { readonly namespaces: readonly string[]; readonly patch: string }[];
}

/** Nobody rewrites the pods that the controller makes. */
export function patches(namespaces: readonly string[], { common, evaluated }: PatchesProps): Policy {
  const patch = at("variables.spec", "podSpecPatch", "''");
  const inPlace = evaluated.map(
    (one) => `(request.namespace in ${list(one.namespaces)} && ${patch} == ${text(one.patch)})`,
  );
  const none = (owner: string) => `${at(owner, "podSpecPatch", "''")} == ''`;
  return {
    name: "patches",
    namespaces,
    resources: kindsWithSpec,
    conditions: [specChanged],
    variables: specVariables,
    validations: [
      {
        // The controller writes its default into workflows without a template, and a resubmit repeats it.
        expression: all([`${patch} in ${list(["", common])}`, ...inPlace].join(" || "), everyTemplate(none)),
        message:
          "podSpecPatch is not allowed. Use the template's own fields, such as resources or nodeSelector.",
      },
      {
        expression: `${at("variables.spec", "artifactGC.podSpecPatch", "''")} == '' && !has(variables.spec.?artifactGC.orValue({}).podMetadata)`,
        message:
          "artifactGC may only name its strategy and finalizer. Leave podSpecPatch and podMetadata out.",
      },
    ],
  };
}
