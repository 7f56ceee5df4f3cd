import { formField, isRequired, titleOf, type FormField } from "./form-field";
import type { PortalInstance } from "./portal-instance";
import type { WorkflowTemplate } from "./workflow-templates";

/** Keys of the form's own fields; no parameter of a template may have them. */
const own = {
  instance: "argoInstance",
  namespace: "argoNamespace",
  entity: "catalogEntity",
  wait: "argoWait",
} as const;

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
  const places = instances.map((instance) => ({
    name: instance.name,
    namespaces: namespacesFor(template, instance),
  }));
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

interface Place {
  readonly name: string;
  readonly namespaces: readonly string[];
}

/** A template that needs looser Pod Security runs only where a team builds images. */
function namespacesFor({ kind, namespace, labels }: WorkflowTemplate, instance: PortalInstance): string[] {
  const baseline = labels["aws-argo-infra/pod-security"] === "baseline";
  return instance.namespaces
    .filter((each) => !baseline || each.buildsImages)
    .map((each) => each.name)
    .filter((each) => kind === "ClusterWorkflowTemplate" || namespace === undefined || each === namespace);
}

function placePage(places: readonly Place[]): object {
  const [first] = places;
  const same = places.every(({ namespaces }) => namespaces.join() === first?.namespaces.join());
  const several = places.length > 1;
  const namespace = (names: readonly string[]) => ({
    title: "Team namespace",
    description: "Namespace of the team that runs it, with its quota and its rights",
    type: "string",
    enum: [...names],
    ...(names.length === 1 && { default: names[0] }),
  });
  return {
    title: "Where to run it",
    required: [...(several ? [own.instance] : []), own.namespace],
    properties: {
      ...(several && {
        [own.instance]: {
          title: "Environment",
          type: "string",
          enum: places.map(({ name }) => name),
          default: first?.name,
        },
      }),
      ...(same && { [own.namespace]: namespace(first?.namespaces ?? []) }),
      [own.entity]: {
        title: "Component",
        description: "What the run is for; its page lists the run",
        type: "string",
        "ui:field": "EntityPicker",
        "ui:options": { catalogFilter: [{ kind: "Component" }], allowArbitraryValues: false },
      },
      [own.wait]: {
        title: "Wait for the end",
        description: "The task then fails if the workflow fails, and shows what it gave",
        type: "boolean",
        default: false,
      },
    },
    // Each environment has teams of its own.
    ...(!same && {
      dependencies: {
        [own.instance]: {
          oneOf: places.map(({ name, namespaces }) => ({
            properties: { [own.instance]: { enum: [name] }, [own.namespace]: namespace(namespaces) },
          })),
        },
      },
    }),
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
