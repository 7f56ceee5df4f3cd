import type { Named, ResourceRule } from "./policy";

/** Walks through a workflow's specification in each kind that carries one. */

const argo = ["argoproj.io"];

/**
 * Each kind that carries a specification or steers one. What a running workflow may change is the rule
 * `running-workflows`.
 */
export const kindsWithSpec: readonly ResourceRule[] = [
  { apiGroups: argo, resources: ["workflows"], operations: ["CREATE"] },
  {
    apiGroups: argo,
    resources: ["workflowtemplates", "cronworkflows", "workfloweventbindings"],
    operations: ["CREATE", "UPDATE"],
  },
];

/** The kinds whose arguments are a submitter's, not a template's author's. */
export const kindsThatSubmit: readonly ResourceRule[] = [
  { apiGroups: argo, resources: ["workflows"], operations: ["CREATE"] },
  {
    apiGroups: argo,
    resources: ["cronworkflows", "workfloweventbindings"],
    operations: ["CREATE", "UPDATE"],
  },
];

/** What is stored already isn't judged again while its specification stays, so that its status can be written. */
export const specChanged: Named = {
  name: "spec-changed",
  expression: "request.operation == 'CREATE' || dyn(object).spec != dyn(oldObject).spec",
};

/**
 * `variables.spec`, whatever the kind, and `variables.templates`: its own ones, its defaults, and those of the team that
 * a new workflow stores. The rule `stored-team-templates` compares the latter only if the cluster has them already.
 */
export const specVariables: readonly Named[] = [
  {
    name: "spec",
    expression:
      "request.kind.kind == 'CronWorkflow' ? dyn(object).spec.workflowSpec : " +
      "request.kind.kind == 'WorkflowEventBinding' ? dyn(object).?spec.?submit.orValue({}) : " +
      "dyn(object).?spec.orValue({})",
  },
  {
    name: "templates",
    expression:
      `${templatesOf("variables.spec")} + ` +
      "(request.kind.kind == 'Workflow' ? dyn(object).?status.?storedTemplates.orValue({}) : {})" +
      ".filter(k, k.startsWith('namespaced/')).map(k, dyn(object).status.storedTemplates[k])",
  },
];

/** The templates of a specification, and its defaults. */
export function templatesOf(spec: string): string {
  return `${spec}.?templates.orValue([]) + (has(${spec}.templateDefaults) ? [${spec}.templateDefaults] : [])`;
}

/** The groups of calls in a template: its steps, and its tasks as one group. */
function groupsOf(template: string): string {
  return `(${template}.?steps.orValue([]) + [${template}.?dag.?tasks.orValue([])])`;
}

/**
 * Holds for the specification itself and each template: named, default, or inline in a step or a task. Inline
 * templates have no inline ones of their own: the rule `known-fields` refuses them.
 */
export function everyTemplate(check: (template: string) => string): string {
  return [
    `variables.templates.all(t, ${check("t")})`,
    `variables.templates.all(t, ${groupsOf("t")}.all(g, g.all(c, !has(c.inline) || (${check("c.inline")}))))`,
  ].join(" && ");
}

/** Holds for each step and task, in inline templates too. */
export function everyStep(check: (step: string) => string): string {
  return (
    `variables.templates.all(t, ${groupsOf("t")}.all(g, g.all(c, (${check("c")}) && ` +
    `(!has(c.inline) || ${groupsOf("c.inline")}.all(h, h.all(d, ${check("d")}))))))`
  );
}

/** Holds for each call of a template with arguments: steps, tasks, their hooks, and the workflow's hooks. */
export function everyCall(check: (call: string) => string): string {
  const hooks = (owner: string) => `${owner}.?hooks.orValue({}).all(k, ${check(`${owner}.hooks[k]`)})`;
  return `${everyStep((step) => `(${check(step)}) && ${hooks(step)}`)} && ${hooks("variables.spec")}`;
}
