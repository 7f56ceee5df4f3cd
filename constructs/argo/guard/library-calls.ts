import { list } from "./cel";
import type { Named, Policy } from "./policy";
import { everyCall, kindsWithSpec, specChanged, specVariables } from "./workflow-spec";

/** A template of the library, and the one of its parts that others call. */
export interface LibraryEntry {
  readonly template: string;
  readonly entrypoint: string;
  /** It deploys through the gate of the target, or says where an image comes from. */
  readonly meetsDemands: boolean;
}

/** A variable with the names of the templates that are run, not called, where a target demands something. */
export function runOnlyTemplates(library: readonly LibraryEntry[]): Named {
  const names = library.filter(({ meetsDemands }) => meetsDemands).map(({ template }) => template);
  return { name: "runOnly", expression: list(names) };
}

/** No call of the templates in `variables.templates` names one of `variables.runOnly`. */
export const callsNoRunOnlyTemplate = everyCall(
  (call) =>
    `(!${call}.?templateRef.?clusterScope.orValue(false) || ` +
    `!(${call}.templateRef.?name.orValue('') in variables.runOnly))`,
);

/**
 * Teams call the library as it is meant to be called: from the declared entry, with its checks first. Their own
 * templates they call as they like.
 *
 * A run of a library template has fixed arguments. A calling template can compute them. So where a target demands
 * something, the templates that meet the demand are run, not called: what was checked is what is deployed.
 *
 * @param demanding namespaces of teams with a target that demands a signature or an approval
 */
export function libraryCalls(
  namespaces: readonly string[],
  library: readonly LibraryEntry[],
  demanding: readonly string[],
): Policy {
  const entries = list(library.map(({ template, entrypoint }) => `${template}/${entrypoint}`));
  return {
    name: "library-calls",
    namespaces,
    resources: kindsWithSpec,
    conditions: [specChanged],
    variables: [
      ...specVariables,
      { name: "entries", expression: entries },
      { name: "demanding", expression: list(demanding) },
      runOnlyTemplates(library),
    ],
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
      {
        expression: `!(request.namespace in variables.demanding) || (${callsNoRunOnlyTemplate})`,
        message:
          "A target of the team demands an approval or a signature, so a template of the team may not call the library's templates that deploy or sign. Run the library's template itself: argo submit --from clusterworkflowtemplate/<name>.",
      },
    ],
  };
}
