import { parseEntityRef, stringifyEntityRef } from "@backstage/catalog-model";
import { InputError } from "@backstage/errors";

import {
  entityAnnotation,
  ownPrefix,
  softwareTemplateAnnotation,
  stepAnnotation,
  taskLabel,
  userKey,
} from "../annotations";
import { loginClaim } from "./login-claim";

/** The person, the task and the entity that a submission belongs to. */
export interface Origin {
  readonly taskId: string;
  readonly stepId: string;
  /** Entity reference of the person, from their sign-in. */
  readonly user: string;
  /** Domain of people's email addresses, if Argo's login names people by these. */
  readonly userDomain: string | undefined;
  /** Entity reference of the Software Template. */
  readonly softwareTemplate: string | undefined;
  /** The catalog entity that the run belongs to, as given in the form. */
  readonly entity: string | undefined;
}

/** Labels and annotations of a workflow. */
export interface WorkflowMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The community plugin's tab on an entity lists the workflows with this label. */
export const entityLabel = "backstage.io/kubernetes-id";

const labelValue = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
const labelKey = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/**
 * Labels and annotations of a submitted workflow, by which people and the catalog find it. Argo and Kubernetes see all
 * runs from Backstage in a namespace as the same service account; the label of the person is what Argo's login has for
 * the same person, so that an approval can compare them.
 * @param labels that the Software Template sets
 * @throws InputError for a label that Kubernetes would refuse, or that a Software Template may not set
 */
export function metadataOf(origin: Origin, labels: Readonly<Record<string, string>>): WorkflowMetadata {
  const reserved = Object.keys(labels).find(
    (key) => /^([^/]*\.)?argoproj\.io\//.test(key) || key.startsWith(ownPrefix),
  );
  if (reserved !== undefined)
    throw new InputError(`Label ${reserved} is reserved: only Argo or this action may set it`);
  for (const [key, value] of Object.entries(labels))
    if (!labelKey.test(key) || !labelValue.test(value))
      throw new InputError(
        `Kubernetes doesn't accept the label ${key} with the value ${JSON.stringify(value)}`,
      );
  const entity = origin.entity === undefined ? undefined : entityOf(origin.entity);
  return {
    labels: {
      [taskLabel]: asLabel(origin.taskId),
      [userKey]: loginClaim(origin.user, origin.userDomain),
      ...(entity && { [entityLabel]: asLabel(entity.name) }),
      ...labels,
    },
    annotations: {
      [stepAnnotation]: origin.stepId,
      [userKey]: origin.user,
      ...(entity && { [entityAnnotation]: stringifyEntityRef(entity) }),
      ...(origin.softwareTemplate && { [softwareTemplateAnnotation]: origin.softwareTemplate }),
    },
  };
}

/**
 * Argo takes labels and annotations as one text, `a=b,c=d`, without escapes (argo-workflows: util/cmd/cmd.go).
 * Characters that would break it are percent-encoded; entity references and labels never contain them.
 */
export function asText(metadata: Readonly<Record<string, string>>): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key}=${value.replace(/[%,=\s]/g, encodeURIComponent)}`)
    .join(",");
}

function entityOf(ref: string) {
  const defaults = { defaultKind: "component", defaultNamespace: "default" };
  const entity = ref === "" ? undefined : parseEntityRef(ref, defaults);
  // The name becomes a label.
  if (entity === undefined || entity.name === "" || !labelValue.test(entity.name))
    throw new InputError(
      `entity is ${JSON.stringify(ref)}, but must be an entity reference such as component:default/shop`,
    );
  return entity;
}

function asLabel(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._-]/g, "-")
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}
