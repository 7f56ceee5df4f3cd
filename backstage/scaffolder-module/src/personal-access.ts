import { InputError, NotAllowedError } from "@backstage/errors";

import type { Operation, Person } from "./access-list";
import { listTemplates } from "./argo/template-api";
import type { TemplateKind, WorkflowTemplate } from "./argo/workflow-template";
import { Grant, refusalOf } from "./grant";
import type { Instances } from "./instances";

/** What a person may do with the Argo servers in the configuration. */
export class PersonalAccess {
  constructor(
    private readonly instances: Instances,
    readonly person: Person,
  ) {}

  /**
   * Permission for an operation. No request to Argo is made.
   * @throws NotAllowedError if the configuration doesn't give it to the person
   */
  grant(operation: Operation, instance: string | undefined, namespace: string): Grant {
    const found = this.instances.named(instance);
    if (!found.namespaces.allows(namespace))
      throw new NotAllowedError(
        `Backstage may not use namespace ${namespace}; argoWorkflows.instances[].allowedNamespaces of ${found.name} lists: ${found.namespaces.toString()}`,
      );
    const entries = found.access.of(this.person, operation, namespace);
    if (entries.length === 0)
      throw refusalOf(this.person, operation, `workflows in namespace ${namespace}`, found);
    return new Grant({ person: this.person, operation, instance: found, namespace, entries });
  }

  /** Permission to run a template. @throws NotAllowedError as `grant` does, or if it doesn't cover the template */
  grantTo(kind: TemplateKind, name: string, instance: string | undefined, namespace: string): Grant {
    const { templates, name: instanceName } = this.instances.named(instance);
    const grant = this.grant("run", instance, namespace);
    if (!templates.allows(name, `${kind}/${name}`))
      throw new NotAllowedError(
        `Backstage may not run ${kind} ${name}; argoWorkflows.instances[].allowedTemplates of ${instanceName} lists: ${templates.toString()}`,
      );
    grant.requireTemplate(kind, name);
    return grant;
  }

  /**
   * The templates that the person may run.
   * @param namespace in which they may run them; required for the kind WorkflowTemplate
   */
  async templates(
    instance: string | undefined,
    kind: TemplateKind,
    namespace: string | undefined,
    signal?: AbortSignal,
  ): Promise<WorkflowTemplate[]> {
    if (kind === "WorkflowTemplate" && !namespace)
      throw new InputError("namespace is missing: a WorkflowTemplate belongs to a namespace");
    const found = this.instances.named(instance);
    const grant = namespace ? this.grant("run", instance, namespace) : this.grantAnywhere(instance);
    const scope = { kind, namespace: kind === "WorkflowTemplate" ? namespace : undefined };
    const templates = await listTemplates(grant.client, scope, found.templates, signal);
    return templates.filter(({ name }) => grant.allows(kind, name));
  }

  /** Names of the instances that the person may use. */
  get instanceNames(): string[] {
    return this.instances.names.filter((name) => this.namespaces(name).length > 0);
  }

  /** The namespaces in which the person may run templates. */
  namespaces(instance: string | undefined): string[] {
    const { access, namespaces } = this.instances.named(instance);
    const names = access.of(this.person, "run", undefined).map(({ namespace }) => namespace);
    return [...new Set(names)].filter((name) => namespaces.allows(name)).sort();
  }

  private grantAnywhere(instance: string | undefined): Grant {
    const found = this.instances.named(instance);
    const entries = found.access.of(this.person, "run", undefined);
    if (entries.length === 0) throw refusalOf(this.person, "run", "workflows in any namespace", found);
    return new Grant({
      person: this.person,
      operation: "run",
      instance: found,
      namespace: undefined,
      entries,
    });
  }
}
