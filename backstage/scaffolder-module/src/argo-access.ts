import type { LoggerService } from "@backstage/backend-plugin-api";
import { InputError, NotAllowedError } from "@backstage/errors";

import { ArgoClient } from "./argo/argo-client";
import { realClock, type Clock } from "./argo/clock";
import { withRetries } from "./argo/retries";
import { listTemplates } from "./argo/template-api";
import type { TemplateKind, WorkflowTemplate } from "./argo/workflow-template";
import type { Instances } from "./instances";

/** What `ArgoAccess.retry` needs of an action's context. */
interface RetryContext {
  readonly logger: Pick<LoggerService, "warn">;
  readonly signal?: AbortSignal | undefined;
}

/** The Argo servers in the configuration, limited to what the configuration allows. */
export class ArgoAccess {
  constructor(
    readonly instances: Instances,
    readonly clock: Clock = realClock,
  ) {}

  /**
   * A client for an instance.
   * @param namespace that the caller is going to use; undefined for requests about cluster templates only
   * @throws NotAllowedError if the configuration doesn't allow the namespace
   */
  client(instance: string | undefined, namespace: string | undefined): ArgoClient {
    const found = this.instances.named(instance);
    if (namespace !== undefined && !found.namespaces.allows(namespace))
      throw new NotAllowedError(
        `Backstage may not use namespace ${namespace}; argoWorkflows.instances[].allowedNamespaces of ${found.name} lists: ${found.namespaces.toString()}`,
      );
    return new ArgoClient(found);
  }

  /** @throws NotAllowedError if the configuration doesn't allow the template */
  requireTemplate({ instance }: ArgoClient, kind: TemplateKind, name: string): void {
    if (!instance.templates.allows(name, `${kind}/${name}`))
      throw new NotAllowedError(
        `Backstage may not run ${kind} ${name}; argoWorkflows.instances[].allowedTemplates of ${instance.name} lists: ${instance.templates.toString()}`,
      );
  }

  /**
   * The templates that the configuration allows.
   * @param namespace of templates of kind WorkflowTemplate
   */
  async templates(
    instance: string | undefined,
    kind: TemplateKind,
    namespace: string | undefined,
    signal?: AbortSignal,
  ): Promise<WorkflowTemplate[]> {
    const scope = { kind, namespace: kind === "WorkflowTemplate" ? namespace : undefined };
    if (kind === "WorkflowTemplate" && !namespace)
      throw new InputError("namespace is missing: a WorkflowTemplate belongs to a namespace");
    const client = this.client(instance, scope.namespace);
    return listTemplates(client, scope, client.instance.templates, signal);
  }

  /** Runs an operation that is safe to repeat, and repeats it after failures that may pass. */
  async retry<T>({ logger, signal }: RetryContext, operation: () => Promise<T>): Promise<T> {
    return withRetries(operation, this.clock, signal, (error, milliseconds) =>
      logger.warn(`${error.message}; trying again in ${milliseconds / 1000} s`),
    );
  }
}
