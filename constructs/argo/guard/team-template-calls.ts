import { callsNoRunOnlyTemplate, type LibraryEntry, runOnlyTemplates } from "./library-calls";
import type { Policy } from "./policy";
import { templatesOf } from "./workflow-spec";

const sentence =
  "calls the library's templates that deploy or sign, although a target of the team demands an approval or a signature. Delete the template; until then, only cluster templates run here.";

/**
 * The rule `library-calls` judges a template when it is stored. Where a target has come to demand something since, the
 * team's templates that call what deploys or signs are still there, and any other template may lead to them. So nothing
 * but cluster templates runs until they are gone.
 *
 * @param demanding namespaces of teams with a target that demands a signature or an approval
 */
export function teamTemplateCalls(demanding: readonly string[], library: readonly LibraryEntry[]): Policy {
  return {
    name: "team-template-calls",
    namespaces: demanding,
    resources: [{ apiGroups: ["argoproj.io"], resources: ["workflows"], operations: ["CREATE"] }],
    conditions: [
      {
        name: "no-cluster-template",
        expression: "!dyn(object).?spec.?workflowTemplateRef.?clusterScope.orValue(false)",
      },
    ],
    params: "WorkflowTemplate",
    variables: [
      { name: "spec", expression: "dyn(params).?spec.orValue({})" },
      { name: "templates", expression: templatesOf("variables.spec") },
      runOnlyTemplates(library),
    ],
    validations: [
      {
        expression: callsNoRunOnlyTemplate,
        message: `A template of the team ${sentence}`,
        messageExpression: `'A template of the team ${sentence.replaceAll("'", "\\'")} It is ' + params.metadata.name + '.'`,
      },
    ],
  };
}
