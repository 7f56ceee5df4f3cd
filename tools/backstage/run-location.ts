import { podSecurityLabel } from "../../config/annotations";
import type { WorkflowTemplate } from "../../config/workflow-template";
import { choicesOf } from "./choices";
import type { FormLayout } from "./form-layout";
import type { PortalInstance, PortalNamespace } from "./portal-instance";

/** Keys of the form's own fields; no parameter of a template may have them. */
export const ownFields = {
  instance: "argoInstance",
  namespace: "argoNamespace",
  source: "argoSource",
  component: "sourceComponent",
  entity: "catalogEntity",
  wait: "argoWait",
} as const;

/** An environment, and the namespaces in it in which a template may run. */
export interface RunLocation extends Pick<PortalInstance, "name" | "registry" | "deadlineSeconds"> {
  readonly namespaces: readonly PortalNamespace[];
}

/** The environments in which a team can run the template. */
export function runLocations(
  template: WorkflowTemplate,
  layout: FormLayout,
  instances: readonly PortalInstance[],
): RunLocation[] {
  return instances
    .map((instance) => ({
      ...instance,
      namespaces: instance.namespaces.filter((each) => suits(each, template, layout)),
    }))
    .filter(({ namespaces }) => namespaces.length > 0);
}

/**
 * A template that needs looser Pod Security runs only in namespaces of teams that build images. A team without a
 * repository or target can't fill in a form that needs one.
 */
function suits(
  each: PortalNamespace,
  template: WorkflowTemplate,
  { choices, switches }: FormLayout,
): boolean {
  const { kind, namespace, labels, parameters } = template;
  if (labels[podSecurityLabel] === "baseline" && !each.buildsImages) return false;
  if (kind === "WorkflowTemplate" && namespace !== undefined && each.name !== namespace) return false;
  return parameters
    .filter(({ name, required }) => required && !switches.has(name))
    .every(({ name }) => {
      const given = choices.get(name);
      return given === undefined || choicesOf(given, each)?.length !== 0;
    });
}
