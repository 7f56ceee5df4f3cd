import { podSecurityLabel } from "../../config/annotations";
import type { WorkflowTemplate } from "../../config/workflow-template";
import type { PortalInstance } from "./portal-instance";

/** Keys of the form's own fields; no parameter of a template may have them. */
export const ownFields = {
  instance: "argoInstance",
  namespace: "argoNamespace",
  entity: "catalogEntity",
  wait: "argoWait",
} as const;

/** An environment, and the namespaces in it in which a template may run. */
export interface RunLocation {
  readonly name: string;
  readonly namespaces: readonly string[];
}

export function runLocations(
  template: WorkflowTemplate,
  instances: readonly PortalInstance[],
): RunLocation[] {
  return instances.map((instance) => ({
    name: instance.name,
    namespaces: namespacesFor(template, instance),
  }));
}

/** A template that needs looser Pod Security runs only in namespaces of teams that build images. */
function namespacesFor({ kind, namespace, labels }: WorkflowTemplate, instance: PortalInstance): string[] {
  const baseline = labels[podSecurityLabel] === "baseline";
  return instance.namespaces
    .filter((each) => !baseline || each.buildsImages)
    .map((each) => each.name)
    .filter((each) => kind === "ClusterWorkflowTemplate" || namespace === undefined || each === namespace);
}

/** The form page that asks where to run the template, what for, and whether to wait. */
export function runLocationPage(locations: readonly RunLocation[]): object {
  const [first] = locations;
  const same = locations.every(({ namespaces }) => namespaces.join() === first?.namespaces.join());
  const several = locations.length > 1;
  const namespace = (names: readonly string[]) => ({
    title: "Team namespace",
    description: "Namespace of the team that runs it, with its quota and its rights",
    type: "string",
    enum: [...names],
    ...(names.length === 1 && { default: names[0] }),
  });
  return {
    title: "Where to run it",
    required: [...(several ? [ownFields.instance] : []), ownFields.namespace],
    properties: {
      ...(several && {
        [ownFields.instance]: {
          title: "Environment",
          type: "string",
          enum: locations.map(({ name }) => name),
          default: first?.name,
        },
      }),
      ...(same && { [ownFields.namespace]: namespace(first?.namespaces ?? []) }),
      [ownFields.entity]: {
        title: "Component",
        description: "What the run is for; its page lists the run",
        type: "string",
        "ui:field": "EntityPicker",
        "ui:options": { catalogFilter: [{ kind: "Component" }], allowArbitraryValues: false },
      },
      [ownFields.wait]: {
        title: "Wait for the end",
        description: "The task then fails if the workflow fails, and shows what it gave",
        type: "boolean",
        default: false,
      },
    },
    // Each environment has its own teams.
    ...(!same && {
      dependencies: {
        [ownFields.instance]: {
          oneOf: locations.map(({ name, namespaces }) => ({
            properties: {
              [ownFields.instance]: { enum: [name] },
              [ownFields.namespace]: namespace(namespaces),
            },
          })),
        },
      },
    }),
  };
}
