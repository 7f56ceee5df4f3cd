import { executorTokenPatch } from "../../../config/executor-token";
import { all, at, list } from "./cel";
import type { Policy } from "./policy";
import { everyTemplate, kindsWithSpec, specChanged, specVariables } from "./workflow-spec";

/** Nobody rewrites the pods that the controller makes. */
export function patches(namespaces: readonly string[]): Policy {
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
        expression: all(
          `${at("variables.spec", "podSpecPatch", "''")} in ${list(["", executorTokenPatch])}`,
          everyTemplate(none),
        ),
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
