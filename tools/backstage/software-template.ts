import { type FormField, formField, isRequired, titleOf } from "./form-field";
import { ownFields as own, type Place, placePage, placesFor } from "./place-page";
import type { PortalInstance } from "./portal-instance";
import type { WorkflowTemplate } from "./workflow-templates";

/** A Software Template entity, or the reason why a form can't start the template. */
export type Outcome = { readonly entity: object } | { readonly refused: string };

export interface SoftwareTemplateProps {
  readonly template: WorkflowTemplate;
  /** The first one is the default. */
  readonly instances: readonly PortalInstance[];
  /** Entity reference. */
  readonly owner: string;
}

/**
 * The Software Template that starts a workflow template: where to run it, a field for each parameter, and links to the
 * run. What takes an artifact that nobody but a workflow has, and what is a part of other templates, gets none.
 */
export function softwareTemplate({ template, instances, owner }: SoftwareTemplateProps): Outcome {
  const { name, labels, annotations, missingArtifacts } = template;
  const component = labels["app.kubernetes.io/component"];
  if (component === "common") return { refused: "it is a part of other templates (component: common)" };
  if (missingArtifacts.length > 0)
    return { refused: `it takes artifacts, which no form can give: ${missingArtifacts.join(", ")}` };
  const places = placesFor(template, instances);
  const nowhere = places.find(({ namespaces }) => namespaces.length === 0);
  if (nowhere) return { refused: `no namespace of ${nowhere.name} is open to Backstage and fit for it` };
  const taken = template.parameters.find((each) => Object.values<string>(own).includes(each.name));
  if (taken) return { refused: `the form itself has a field ${taken.name}` };
  let fields: Record<string, FormField>;
  try {
    fields = Object.fromEntries(template.parameters.map((each) => [each.name, formField(each, annotations)]));
  } catch (error) {
    return { refused: (error as Error).message };
  }
  const required = template.parameters.filter(isRequired).map((each) => each.name);
  return {
    entity: {
      apiVersion: "scaffolder.backstage.io/v1beta3",
      kind: "Template",
      metadata: {
        name,
        title: annotations["workflows.argoproj.io/title"] ?? titleOf(name),
        description: (
          annotations["workflows.argoproj.io/description"] ?? `Runs ${template.kind} ${name}`
        ).trim(),
        annotations: { "aws-argo-infra/workflow-template": `${template.kind}/${name}` },
        tags: ["argo-workflows", ...(component ? [component] : [])],
      },
      spec: {
        owner,
        type: "workflow",
        parameters: [
          ...(template.parameters.length > 0
            ? [{ title: "Parameters", ...(required.length > 0 && { required }), properties: fields }]
            : []),
          placePage(places),
        ],
        steps: [step(template, places)],
        output: {
          links: [
            { title: "Open in Argo", icon: "dashboard", url: "${{ steps.submit.output.url }}" },
            {
              // An absent value would leave out the condition, not the link.
              if: `\${{ (parameters['${own.entity}'] or '') !== '' }}`,
              title: "Open in the catalog",
              icon: "catalog",
              entityRef: value(own.entity),
            },
          ],
          text: [
            {
              title: "Workflow",
              content: "`${{ steps.submit.output.name }}` is **${{ steps.submit.output.phase }}**",
            },
            {
              if: `\${{ parameters['${own.wait}'] === true }}`,
              title: "Outputs",
              content: "```json\n${{ steps.submit.output.outputs | dump }}\n```",
            },
          ],
        },
      },
    },
  };
}

/** By index: with a dot, a hyphen in the key would be a minus. */
function value(key: string): string {
  return `\${{ parameters['${key}'] }}`;
}

function step({ kind, name, parameters }: WorkflowTemplate, places: readonly Place[]): object {
  return {
    id: "submit",
    name: "Run the workflow",
    action: "argo:workflow:submit",
    input: {
      instance: places.length > 1 ? value(own.instance) : places[0]?.name,
      namespace: value(own.namespace),
      kind,
      template: name,
      ...(parameters.length > 0 && {
        parameters: Object.fromEntries(parameters.map((each) => [each.name, value(each.name)])),
      }),
      entity: value(own.entity),
      wait: value(own.wait),
    },
  };
}
