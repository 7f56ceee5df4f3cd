import type { FormPart } from "./form-page";
import { ownFields as own, type RunLocation } from "./run-location";

/** The form's own fields: where to run, what for, and whether to wait. */

/** The values of the field that says where the source comes from. */
export const sources = { component: "of the component", other: "another" } as const;

const sourceLocation = "metadata.annotations.backstage.io/source-location";

export function whereToRun(locations: readonly RunLocation[]): FormPart[] {
  const [first] = locations;
  const names = (location: RunLocation | undefined) => location?.namespaces.map(({ name }) => name) ?? [];
  const namespace = (enumeration: readonly string[]): Omit<FormPart, "when"> => ({
    key: own.namespace,
    required: true,
    field: {
      title: "Team namespace",
      description: "Namespace of the team that runs it, with its quota and its rights",
      type: "string",
      enum: [...enumeration],
      ...(enumeration.length === 1 && { default: enumeration[0] }),
    },
  });
  if (locations.length < 2) return [namespace(names(first))];
  const environment: FormPart = {
    key: own.instance,
    required: true,
    field: {
      title: "Environment",
      type: "string",
      enum: locations.map(({ name }) => name),
      default: first?.name,
    },
  };
  if (locations.every((each) => names(each).join() === names(first).join()))
    return [environment, namespace(names(first))];
  return [
    environment,
    ...locations.map((each) => ({
      ...namespace(names(each)),
      when: { key: own.instance, value: each.name },
    })),
  ];
}

/** What the run is for. */
export const component: FormPart = {
  key: own.entity,
  required: false,
  field: {
    title: "Component",
    description: "What the run is for; its page lists the run",
    type: "string",
    "ui:field": "EntityPicker",
    "ui:options": { catalogFilter: [{ kind: "Component" }], allowArbitraryValues: false },
  },
};

/** The repository of a component, or the address of another one. @param address the parameter with the address */
export function sourceParts(address: FormPart): FormPart[] {
  const { component: ofComponent, other } = sources;
  return [
    {
      key: own.source,
      required: true,
      field: {
        title: "Git repository",
        description: "The catalog knows the repositories of components",
        type: "string",
        enum: Object.values(sources),
        default: ofComponent,
        "ui:widget": "radio",
      },
    },
    {
      key: own.component,
      required: true,
      field: {
        title: "Component",
        description: "What the run is for. Its repository is used, and its page lists the run",
        type: "string",
        "ui:field": "EntityPicker",
        "ui:options": {
          catalogFilter: [{ kind: "Component", [sourceLocation]: { exists: true } }],
          allowArbitraryValues: false,
        },
      },
      when: { key: own.source, value: ofComponent },
    },
    { ...address, when: { key: own.source, value: other } },
    { ...component, when: { key: own.source, value: other } },
  ];
}

export const waitForEnd: FormPart = {
  key: own.wait,
  required: false,
  field: {
    title: "Wait for the end",
    description: "The task then fails if the workflow fails, and shows its outputs",
    type: "boolean",
    default: false,
  },
};
