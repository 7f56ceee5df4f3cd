import type { WorkflowTemplate } from "../../config/workflow-template";
import type { FormLayout } from "./form-layout";
import { sources } from "./own-parts";
import { ownFields as own, type RunLocation } from "./run-location";

/** The longest wait of the action `argo:workflow:submit`, in seconds. A scaffolder task lasts no longer, either. */
const longestWait = 86_400;

export interface FormStepsProps {
  readonly template: WorkflowTemplate;
  readonly layout: FormLayout;
  readonly locations: readonly RunLocation[];
  /** Whether the form offers to wait for the end of the run. */
  readonly waits: boolean;
}

const ofComponent = `parameters['${own.source}'] === '${sources.component}'`;

/** The action refuses `none`, and says what to do; without it, the parameter would only be missing. */
const sourceLocation = ifComponent(
  "(steps['component'].output.entity.metadata.annotations['backstage.io/source-location'] or 'none')",
);

/** What the scaffolder does with a form: find the repository of a component if need be, and run the workflow. */
export function formSteps({ template, layout, locations, waits }: FormStepsProps): object[] {
  const { kind, name, parameters } = template;
  const source = sourceOf(layout);
  const submit = {
    id: "submit",
    name: "Run the workflow",
    action: "argo:workflow:submit",
    input: {
      instance: locations.length > 1 ? value(own.instance) : locations[0]?.name,
      namespace: value(own.namespace),
      kind,
      template: name,
      ...(parameters.length > 0 && {
        parameters: Object.fromEntries(
          parameters.map((each) => [each.name, given(each.name, layout, locations)]),
        ),
      }),
      ...(source !== undefined && { sources: { [source]: sourceLocation } }),
      entity: `\${{ ${entityOf(layout)} }}`,
      ...(waits && {
        wait: value(own.wait),
        timeoutSeconds: byInstance(locations, ({ deadlineSeconds }) =>
          Math.min(deadlineOf(template) ?? deadlineSeconds, longestWait),
        ),
      }),
    },
  };
  if (source === undefined) return [submit];
  return [
    {
      id: "component",
      name: "Look up the component",
      if: `\${{ ${ofComponent} }}`,
      action: "catalog:fetch",
      input: { entityRef: value(own.component) },
    },
    submit,
  ];
}

/** The value of a parameter. A field that is hidden may still have one from before, which counts as empty. */
function given(name: string, { choices, switches }: FormLayout, locations: readonly RunLocation[]): unknown {
  const of = choices.get(name)?.of;
  if (of === "registry") return byInstance(locations, ({ registry }) => registry);
  if (of === "source") return ifOther(`parameters['${name}']`);
  const switchedBy = switches.get(name);
  if (switchedBy !== undefined)
    return `\${{ parameters['${name}'] if parameters['${switchedBy}'] === true else '' }}`;
  return value(name);
}

/** The parameter with the address of the repository, if a component can have it instead. */
function sourceOf({ choices }: FormLayout): string | undefined {
  return [...choices].find(([, { of }]) => of === "source")?.[0];
}

/** The entity that the run belongs to, as an expression. */
function entityOf(layout: FormLayout): string {
  const [component, entity] = [own.component, own.entity].map((key) => `parameters['${key}']`);
  return sourceOf(layout) === undefined ? `${entity}` : `(${component} if ${ofComponent} else ${entity})`;
}

function ifComponent(expression: string): string {
  return `\${{ ${expression} if ${ofComponent} else '' }}`;
}

function ifOther(expression: string): string {
  return `\${{ '' if ${ofComponent} else ${expression} }}`;
}

/** A value that depends on the environment, if there are several. */
function byInstance(
  locations: readonly RunLocation[],
  of: (location: RunLocation) => string | number,
): string | number | undefined {
  const values = Object.fromEntries(locations.map((each) => [each.name, of(each)]));
  const [first] = Object.values(values);
  return Object.values(values).every((each) => each === first)
    ? first
    : `\${{ ${JSON.stringify(values)}[parameters['${own.instance}']] }}`;
}

/** In brackets: after a dot, a hyphen in the key would be a minus sign. */
function value(key: string): string {
  return `\${{ parameters['${key}'] }}`;
}

/** Seconds until Argo stops a run of the template, if it says so. */
function deadlineOf({ manifest }: WorkflowTemplate): number | undefined {
  const seconds = (manifest as { spec?: { activeDeadlineSeconds?: unknown } }).spec?.activeDeadlineSeconds;
  return typeof seconds === "number" ? seconds : undefined;
}

/** What the page of a finished task shows. */
export function formOutput(layout: FormLayout, waits: boolean): object {
  // For an absent value, Backstage drops the condition and shows the link.
  const entity = `(${entityOf(layout)} or '')`;
  return {
    links: [
      { title: "Open in Argo", icon: "dashboard", url: "${{ steps.submit.output.url }}" },
      {
        if: `\${{ ${entity} !== '' }}`,
        title: "Open in the catalog",
        icon: "catalog",
        entityRef: `\${{ ${entity} }}`,
      },
    ],
    text: [
      {
        title: "Workflow",
        content: "`${{ steps.submit.output.name }}` is **${{ steps.submit.output.phase }}**",
      },
      ...(waits
        ? [
            {
              if: `\${{ parameters['${own.wait}'] === true }}`,
              title: "Outputs",
              content: "```json\n${{ steps.submit.output.outputs | dump }}\n```",
            },
          ]
        : []),
    ],
  };
}
