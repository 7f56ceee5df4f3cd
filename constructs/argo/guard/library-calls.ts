import { list } from "./cel";
import type { Policy } from "./policy";
import { everyCall, kindsWithSpec, specChanged, specVariables } from "./workflow-spec";

/** A template of the library, and the one of its parts that others call. */
export interface LibraryEntry {
  readonly template: string;
  readonly entrypoint: string;
}

/**
 * Teams call the library as it is meant to be called: from the declared entry, with its checks first. Their own
 * templates they call as they like.
 */
export function libraryCalls(namespaces: readonly string[], library: readonly LibraryEntry[]): Policy {
  const entries = list(library.map(({ template, entrypoint }) => `${template}/${entrypoint}`));
  return {
    name: "library-calls",
    namespaces,
    resources: kindsWithSpec,
    conditions: [specChanged],
    variables: [...specVariables, { name: "entries", expression: entries }],
    validations: [
      {
        expression: everyCall(
          (call) =>
            `(!${call}.?templateRef.?clusterScope.orValue(false) || ` +
            `(${call}.templateRef.?name.orValue('') + '/' + ${call}.templateRef.?template.orValue('')) in variables.entries)`,
        ),
        message:
          "A step or task calls a part of a library template that others may not call. Call its entrypoint, which docs/templates names; it is main.",
      },
    ],
  };
}
