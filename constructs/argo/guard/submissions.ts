import { all, list, onlyKeys } from "./cel";
import { permittedFields } from "./fields";
import type { Policy } from "./policy";

const namesATemplate = {
  expression:
    "has(variables.spec.workflowTemplateRef) && variables.spec.workflowTemplateRef.?name.orValue('') != ''",
  message:
    "A workflow of your own is not run here. Submit a template: set workflowTemplateRef, or use argo submit --from.",
};

/**
 * People run templates as they are, and choose arguments only. Where templateReferencing isn't Strict, this is so for
 * cluster templates: a workflow's own parts would replace those of the template.
 */
export function submissions(namespaces: readonly string[], strict: boolean): Policy {
  const isJudged = strict ? "true" : "variables.spec.?workflowTemplateRef.?clusterScope.orValue(false)";
  return {
    name: "submissions",
    namespaces,
    resources: [{ apiGroups: ["argoproj.io"], resources: ["workflows"], operations: ["CREATE"] }],
    variables: [
      { name: "spec", expression: "dyn(object).?spec.orValue({})" },
      { name: "annotations", expression: "dyn(object).metadata.?annotations.orValue({})" },
    ],
    validations: [
      ...(strict ? [namesATemplate] : []),
      {
        // Clients write out what was left empty.
        expression: `!(${isJudged}) || variables.spec.all(f, f in ${list(permittedFields("WorkflowSpec", "submitted"))} || variables.spec[f] in [dyn(''), dyn({}), dyn([])])`,
        message:
          "A submission gives arguments only: entrypoint, templates, service account, metrics, volumes and the like are the template's. Leave them out.",
      },
      {
        expression: `!(${isJudged}) || (${all(
          onlyKeys("variables.spec.?workflowTemplateRef.orValue({})", ["name", "clusterScope"]),
          "variables.annotations.all(k, !variables.annotations[k].contains('{{'))",
        )})`,
        message: "An annotation contains {{. Give the value itself: annotations are not evaluated.",
      },
    ],
  };
}
