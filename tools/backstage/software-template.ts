import {
  approvalAnnotation,
  componentLabel,
  descriptionAnnotation,
  tagsAnnotation,
  titleAnnotation,
  workflowTemplateAnnotation,
} from "../../config/annotations";
import type { WorkflowTemplate } from "../../config/workflow-template";
import { oneLine, titleOf } from "./form-field";
import { type FormLayout, formLayout } from "./form-layout";
import { formPage } from "./form-page";
import { formParts } from "./form-parts";
import { formOutput, formSteps } from "./form-steps";
import type { PortalInstance } from "./portal-instance";
import { ownFields, type RunLocation, runLocations } from "./run-location";

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
 * The Software Template that starts a workflow template: fields for what a person must say, and links to the run.
 * Templates that need an input artifact, and building blocks of other templates, get no form.
 */
export function softwareTemplate(props: SoftwareTemplateProps): Outcome {
  try {
    return { entity: entityOf(props) };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

function entityOf({ template, instances, owner }: SoftwareTemplateProps): object {
  const { kind, name, annotations } = template;
  requireForm(template);
  const layout = formLayout(template);
  const locations = runLocations(template, layout, instances);
  if (locations.length === 0)
    throw new Error(
      `${instances.map((each) => each.name).join(" and ")} has no suitable namespace that Backstage may use`,
    );
  const waits = !asksForApproval(template, layout, locations);
  return {
    apiVersion: "scaffolder.backstage.io/v1beta3",
    kind: "Template",
    metadata: {
      name,
      title: annotations[titleAnnotation] ?? titleOf(name),
      description: oneLine(annotations[descriptionAnnotation] ?? `Runs ${kind} ${name}`),
      annotations: { [workflowTemplateAnnotation]: `${kind}/${name}` },
      tags: ["argo-workflows", ...tagsOf(template)],
    },
    spec: {
      owner,
      type: "workflow",
      parameters: formParts(template, layout, locations, waits).map(({ title, parts }) =>
        formPage(title, parts, locations),
      ),
      steps: formSteps({ template, layout, locations, waits }),
      output: formOutput(layout, waits),
    },
  };
}

function requireForm({ labels, parameters, artifacts }: WorkflowTemplate): void {
  if (labels[componentLabel] === "common")
    throw new Error("it is a building block of other templates (component: common)");
  const missing = artifacts.filter(({ required }) => required).map((artifact) => artifact.name);
  if (missing.length > 0)
    throw new Error(`it needs artifacts, which a form can't give: ${missing.join(", ")}`);
  const taken = parameters.find((each) => Object.values<string>(ownFields).includes(each.name));
  if (taken) throw new Error(`the form has a field named ${taken.name} of its own`);
}

function tagsOf({ labels, annotations }: WorkflowTemplate): string[] {
  const tags = annotations[tagsAnnotation] ?? labels[componentLabel];
  return tags === undefined ? [] : tags.trim().split(/\s+/);
}

/** A run that waits for a person lasts longer than a scaffolder task may. */
function asksForApproval(
  { annotations }: WorkflowTemplate,
  { choices }: FormLayout,
  locations: readonly RunLocation[],
): boolean {
  const asks = annotations[approvalAnnotation];
  if (asks === undefined) return false;
  if (asks !== "always" && asks !== "by-target")
    throw new Error(`${approvalAnnotation} is ${JSON.stringify(asks)}, but must be always or by-target`);
  if (asks === "always") return true;
  const uses = [...choices.values()].flatMap((each) => (each.of === "targets" ? [each.allow] : []));
  return locations
    .flatMap(({ namespaces }) => namespaces.flatMap(({ targets }) => targets))
    .filter(({ allows }) => uses.some((allow) => allow === undefined || allows.includes(allow)))
    .some(({ requires }) => requires.approval !== undefined);
}
