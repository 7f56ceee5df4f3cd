import {
  componentLabel,
  descriptionAnnotation,
  titleAnnotation,
  workflowTemplateAnnotation,
} from "../../config/annotations";
import type { WorkflowTemplate } from "../../config/workflow-template";
import { type FormField, formField, titleOf } from "./form-field";
import type { PortalInstance } from "./portal-instance";
import { ownFields as own, type RunLocation, runLocationPage, runLocations } from "./run-location";

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
 * The Software Template that starts a workflow template: a field for each parameter, where to run it, and links to the
 * run. Templates that need an input artifact, and building blocks of other templates, get no form.
 */
export function softwareTemplate({ template, instances, owner }: SoftwareTemplateProps): Outcome {
  const { name, labels, annotations, parameters, artifacts } = template;
  const component = labels[componentLabel];
  if (component === "common")
    return { refused: "it is a building block of other templates (component: common)" };
  const missing = artifacts.filter(({ required }) => required).map((artifact) => artifact.name);
  if (missing.length > 0)
    return { refused: `it needs artifacts, which a form can't give: ${missing.join(", ")}` };
  const locations = runLocations(template, instances);
  const nowhere = locations.find(({ namespaces }) => namespaces.length === 0);
  if (nowhere) return { refused: `${nowhere.name} has no suitable namespace that Backstage may use` };
  const taken = parameters.find((parameter) => Object.values<string>(own).includes(parameter.name));
  if (taken) return { refused: `the form has a field named ${taken.name} of its own` };
  let fields: Record<string, FormField>;
  try {
    fields = Object.fromEntries(
      parameters.map((parameter) => [parameter.name, formField(parameter, annotations)]),
    );
  } catch (error) {
    return { refused: (error as Error).message };
  }
  const needed = parameters.filter(({ required }) => required).map((parameter) => parameter.name);
  return {
    entity: {
      apiVersion: "scaffolder.backstage.io/v1beta3",
      kind: "Template",
      metadata: {
        name,
        title: annotations[titleAnnotation] ?? titleOf(name),
        description: (annotations[descriptionAnnotation] ?? `Runs ${template.kind} ${name}`).trim(),
        annotations: { [workflowTemplateAnnotation]: `${template.kind}/${name}` },
        tags: ["argo-workflows", ...(component ? [component] : [])],
      },
      spec: {
        owner,
        type: "workflow",
        parameters: [
          ...(parameters.length > 0
            ? [{ title: "Parameters", ...(needed.length > 0 && { required: needed }), properties: fields }]
            : []),
          runLocationPage(locations),
        ],
        steps: [step(template, locations)],
        output: {
          links: [
            { title: "Open in Argo", icon: "dashboard", url: "${{ steps.submit.output.url }}" },
            {
              // For an absent value, Backstage drops the condition and shows the link.
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

/** In brackets: after a dot, a hyphen in the key would be a minus sign. */
function value(key: string): string {
  return `\${{ parameters['${key}'] }}`;
}

function step({ kind, name, parameters }: WorkflowTemplate, locations: readonly RunLocation[]): object {
  return {
    id: "submit",
    name: "Run the workflow",
    action: "argo:workflow:submit",
    input: {
      instance: locations.length > 1 ? value(own.instance) : locations[0]?.name,
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
