import { notTheController } from "./callers";
import type { Policy } from "./policy";
import { sameTemplate } from "./same-template";

const argo = { apiGroups: ["argoproj.io"], resources: ["workflows"], operations: ["CREATE"] } as const;

/**
 * Argo's server puts the templates that it read while it checked a new workflow into the workflow's status. Those of
 * the library are the library's, word for word: a forged one would replace a check or an approval.
 */
export function storedLibraryTemplates(namespaces: readonly string[]): Policy {
  return {
    name: "stored-library-templates",
    namespaces,
    resources: [argo],
    conditions: [notTheController],
    params: "ClusterWorkflowTemplate",
    variables: storedUnder("cluster"),
    validations: [
      {
        expression: sameAsTheClusters,
        message:
          "A stored template of a new workflow is not the library's. Submit the workflow without a status, or again if the library was just changed.",
      },
    ],
  };
}

/** The same for the team's own templates. */
export function storedTeamTemplates(namespaces: readonly string[]): Policy {
  return {
    name: "stored-team-templates",
    namespaces,
    resources: [argo],
    conditions: [notTheController],
    params: "WorkflowTemplate",
    variables: storedUnder("namespaced"),
    validations: [
      {
        expression: sameAsTheClusters,
        message:
          "A stored template of a new workflow is not the namespace's. Submit the workflow without a status, or again if the template was just changed.",
      },
    ],
  };
}

/** `variables.own` are the keys of what is said to be of the template at hand, `params`. */
function storedUnder(scope: string) {
  return [
    { name: "stored", expression: "dyn(object).?status.?storedTemplates.orValue({})" },
    { name: "prefix", expression: `'${scope}/' + params.metadata.name + '/'` },
    { name: "own", expression: "variables.stored.filter(k, k.startsWith(variables.prefix))" },
    { name: "spec", expression: "dyn(params).?spec.orValue({})" },
    { name: "parts", expression: "variables.spec.?templates.orValue([])" },
    {
      name: "inline",
      expression:
        "variables.parts.map(t, (t.?steps.orValue([]) + [t.?dag.?tasks.orValue([])]).map(g, g.filter(c, has(c.inline))))",
    },
  ];
}

/** What the key `k` may name, as lists of lists of lists: a part, or an inline template of a part. */
const candidates =
  "([[variables.parts.filter(t, variables.prefix + t.?name.orValue('') == k)]] + variables.inline.map(t, t.map(g, " +
  "g.filter(c, variables.prefix + 'inline/' + c.?name.orValue('') == k).map(c, c.inline))))";

const sameAsTheClusters =
  `variables.own.all(k, ${candidates}.exists(x, x.exists(y, y.exists(z, ` +
  `${sameTemplate({ stored: "z", written: "variables.stored[k]", podMetadata: "variables.spec.?podMetadata" })}))))`;
