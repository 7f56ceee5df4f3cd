import { NotAllowedError } from "@backstage/errors";

import { ArgoClient } from "./argo/argo-client";
import { realClock, type Clock } from "./argo/clock";
import type { TemplateKind } from "./argo/workflow-template";
import type { Instances } from "./instances";

/** The Argo servers of the configuration, behind what it allows. */
export class ArgoAccess {
  constructor(
    readonly instances: Instances,
    readonly clock: Clock = realClock,
  ) {}

  /**
   * A client for an instance.
   * @param namespace that is going to be used, unless it is all about cluster templates
   * @throws NotAllowedError if the configuration doesn't allow the namespace
   */
  client(instance: string | undefined, namespace: string | undefined): ArgoClient {
    const found = this.instances.named(instance);
    if (namespace !== undefined && !found.namespaces.allows(namespace))
      throw new NotAllowedError(
        `Namespace ${namespace} isn't open to Backstage; argoWorkflows.instances[].allowedNamespaces of ${found.name} has: ${found.namespaces.toString()}`,
      );
    return new ArgoClient(found);
  }

  /** @throws NotAllowedError if the configuration doesn't allow the template */
  requireTemplate({ instance }: ArgoClient, kind: TemplateKind, name: string): void {
    if (!instance.templates.allows(name, `${kind}/${name}`))
      throw new NotAllowedError(
        `${kind} ${name} isn't open to Backstage; argoWorkflows.instances[].allowedTemplates of ${instance.name} has: ${instance.templates.toString()}`,
      );
  }
}
