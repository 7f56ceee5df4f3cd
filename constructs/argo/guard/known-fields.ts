import { all, onlyKeys } from "./cel";
import { permittedFields } from "./fields";
import type { Policy } from "./policy";
import { everyStep, everyTemplate, kindsWithSpec, specChanged, specVariables } from "./workflow-spec";

/** Defaults that change when and where a step runs, not what it runs. */
const templateDefaultFields = [
  "activeDeadlineSeconds",
  "affinity",
  "nodeSelector",
  "retryStrategy",
  "timeout",
  "tolerations",
];

/** The annotation that is the controller's default for every pod; see helm/argo-workflows/values.yaml. */
const podAnnotations = ["karpenter.sh/do-not-disrupt"];

/** Argo's annotations that a template sets for its own pod. */
const progress = "workflows.argoproj.io/progress";
const killCommand = "workflows.argoproj.io/kill-cmd-";
const podNameFormat = "workflows.argoproj.io/pod-name-format";
const notArgos = (key: string) => `(!${key}.startsWith('workflows.argoproj.io/') && !${key}.contains('{{'))`;

/**
 * A specification holds only fields that have a verdict in fields.yaml, and inline templates one level deep: what no
 * rule looks at can't open a door.
 */
export function knownFields(namespaces: readonly string[]): Policy {
  const hooks = (owner: string) =>
    `${owner}.?hooks.orValue({}).all(k, ${onlyKeys(`${owner}.hooks[k]`, permittedFields("Hook", "own"))})`;
  const noInline = (groups: string) => `${groups}.all(g, g.all(c, !has(c.inline)))`;
  return {
    name: "known-fields",
    namespaces,
    resources: kindsWithSpec,
    conditions: [specChanged],
    variables: specVariables,
    validations: [
      {
        expression: `request.kind.kind == 'WorkflowEventBinding' || ${onlyKeys("variables.spec", permittedFields("WorkflowSpec", "own"))}`,
        message:
          "A field of the workflow's specification is not allowed here, such as hostNetwork, hostAliases, dnsConfig, metrics, schedulerName or executor. docs/own-templates.md lists what is.",
      },
      {
        // Argo applies them to the templates of the library that a step calls, too.
        expression: onlyKeys("variables.spec.?templateDefaults.orValue({})", templateDefaultFields),
        message: `templateDefaults may have only ${templateDefaultFields.join(", ")}: they reach the library's templates too. Put the rest into each template.`,
      },
      {
        // The controller writes its default into workflows without a template, and a resubmit repeats it.
        expression: all(
          onlyKeys("variables.spec.?podMetadata.orValue({})", ["annotations"]),
          onlyKeys("variables.spec.?podMetadata.?annotations.orValue({})", podAnnotations),
        ),
        message: `podMetadata may have only the annotation ${podAnnotations.join(", ")}: it reaches the library's pods too. Put labels and annotations into the metadata of each template.`,
      },
      {
        // The rule `results` compares names of pods.
        expression: all(
          ...[
            "dyn(object).metadata",
            "variables.spec.?workflowMetadata",
            "dyn(object).?spec.?workflowMetadata",
            "dyn(object).?spec.?submit.?metadata",
          ].map((owner) => `${owner}.?annotations['${podNameFormat}'].orValue('v1') == 'v1'`),
        ),
        message: `Only the controller says how pods are named. Leave the annotation ${podNameFormat} out.`,
      },
      {
        // Argo writes into a pod's labels and annotations to which step it belongs, and puts the template's over them.
        expression: everyTemplate((template) =>
          all(
            `${template}.?metadata.?labels.orValue({}).all(k, ${notArgos("k")})`,
            `${template}.?metadata.?annotations.orValue({}).all(k, ${notArgos("k")} || k == '${progress}' || k.startsWith('${killCommand}'))`,
          ),
        ),
        message:
          "Labels and annotations in a template's metadata can't be Argo's own, except for progress and commands that end a sidecar, and have no {{ in their names. Take them out.",
      },
      {
        expression: everyTemplate((template) => onlyKeys(template, permittedFields("Template", "own"))),
        message:
          "A field of a template is not allowed here, such as resource, data, http, plugin, metrics, executor or schedulerName. docs/own-templates.md lists what is.",
      },
      {
        expression: all(
          everyStep((step) => all(onlyKeys(step, permittedFields("Step", "own")), hooks(step))),
          hooks("variables.spec"),
        ),
        message: "A field of a step, a task or a hook is not known to the guard. Leave it out.",
      },
      {
        expression: everyStep((step) =>
          all(
            `!has(${step}.inline) || ${noInline(`(${step}.inline.?steps.orValue([]) + [${step}.inline.?dag.?tasks.orValue([])])`)}`,
          ),
        ),
        message: "An inline template holds another inline template. Give the inner one a name.",
      },
      {
        expression:
          "!has(variables.spec.workflowMetadata) || !has(variables.spec.workflowMetadata.labelsFrom)",
        message: "workflowMetadata.labelsFrom is not allowed. Set labels instead.",
      },
    ],
  };
}
