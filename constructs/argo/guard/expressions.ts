import { all, list } from "./cel";
import { permittedFields } from "./fields";
import type { LibraryEntry } from "./library-calls";
import type { Policy } from "./policy";
import { kindsThatSubmit, specChanged, specVariables } from "./workflow-spec";

/**
 * The arguments of a caller are values: nothing in them is evaluated. Where a target's demands depend on the template,
 * they are values from the start, so that what was checked is what is deployed.
 */
export function expressions(namespaces: readonly string[], library: readonly LibraryEntry[]): Policy {
  const submitted = permittedFields("Artifact", "submitted");
  const templatesOnly = permittedFields("Artifact", "own").filter((field) => !submitted.includes(field));
  const plain = (value: string) => `!string(${value}).contains('{{')`;
  const plainFields = (owner: string, fields: readonly string[]) =>
    `${list(fields)}.all(f, !(f in ${owner}) || ${plain(`${owner}[f]`)})`;
  const meetDemands = list(
    library.filter(({ meetsDemands }) => meetsDemands).map(({ template }) => template),
  );
  return {
    name: "expressions",
    namespaces,
    resources: kindsThatSubmit,
    conditions: [specChanged],
    variables: [
      ...specVariables,
      { name: "parameters", expression: "variables.spec.?arguments.?parameters.orValue([])" },
      { name: "artifacts", expression: "variables.spec.?arguments.?artifacts.orValue([])" },
      { name: "template", expression: "variables.spec.?workflowTemplateRef.orValue({})" },
    ],
    validations: [
      {
        expression: `variables.parameters.all(p, ${all(
          plainFields("p", ["value", "default", "description", "globalName"]),
          `p.?enum.orValue([]).all(e, ${plain("e")})`,
        )})`,
        message: "The value of a parameter contains {{. Give the value itself: arguments are not evaluated.",
      },
      {
        expression:
          "variables.parameters.all(p, !has(p.valueFrom) || p.valueFrom.all(f, f == 'configMapKeyRef' || " +
          "(f == 'event' && request.kind.kind == 'WorkflowEventBinding' && !string(p.valueFrom.event).contains('{{'))))",
        message:
          "The valueFrom of a parameter may only be a configMapKeyRef, or the event in a WorkflowEventBinding. Give a value instead.",
      },
      {
        expression:
          "!variables.template.?clusterScope.orValue(false) || " +
          `!(variables.template.?name.orValue('') in ${meetDemands}) || ` +
          "variables.parameters.all(p, !p.?valueFrom.?configMapKeyRef.hasValue())",
        message:
          "A run of a template that deploys or signs takes no value from a ConfigMap: it could change after the checks. Give the value itself.",
      },
      {
        expression: `variables.artifacts.all(a, ${all(
          // The rule `artifacts` judges the places; this one what only a template may say.
          `${list(templatesOnly)}.all(f, !(f in a))`,
          plainFields("a", ["name"]),
          `${plain("a.?s3.?key.orValue('')")} && ${plain("a.?raw.?data.orValue('')")}`,
        )})`,
        message:
          "An artifact among the arguments contains {{, or more than a name and an S3 key or raw data. Give the key itself: arguments are not evaluated.",
      },
    ],
  };
}
