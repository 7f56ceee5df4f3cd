import { NotAllowedError } from "@backstage/errors";

import type { AccessEntry, Operation, Person } from "./access-list";
import { ArgoClient } from "./argo/argo-client";
import { templateOf, type Workflow } from "./argo/workflow";
import type { TemplateKind } from "./argo/workflow-template";
import type { Instance } from "./instances";

export interface GrantProps {
  readonly person: Person;
  readonly operation: Operation;
  readonly instance: Instance;
  /** Undefined for requests about cluster templates, which are in no namespace. */
  readonly namespace: string | undefined;
  /** The entries of the configuration that grant the operation; not empty. */
  readonly entries: readonly AccessEntry[];
}

/** Permission of a person for an operation, and a client with the namespace's token. */
export class Grant {
  readonly client: ArgoClient;

  constructor(private readonly props: GrantProps) {
    const { instance, namespace } = props;
    const token = namespace === undefined ? undefined : instance.namespaceTokens.get(namespace);
    this.client = new ArgoClient(token === undefined ? instance : { ...instance, token });
  }

  allows(kind: TemplateKind, name: string): boolean {
    return this.props.entries.some(({ templates }) => templates.allows(name, `${kind}/${name}`));
  }

  /** @throws NotAllowedError if the grant doesn't cover the template */
  requireTemplate(kind: TemplateKind, name: string): void {
    if (!this.allows(kind, name)) throw this.refusal(`${kind} ${name}`);
  }

  /** @throws NotAllowedError if the grant doesn't cover the template that the workflow was made from */
  requireWorkflow(workflow: Workflow): void {
    if (this.props.entries.some(({ templates }) => templates.allowsAll)) return;
    const template = templateOf(workflow);
    if (template === undefined || !this.allows(template.kind, template.name))
      throw this.refusal(`workflow ${workflow.metadata.name}`);
  }

  private refusal(what: string): NotAllowedError {
    const { person, operation, instance, namespace } = this.props;
    return refusalOf(person, operation, `${what} in namespace ${namespace ?? "none"}`, instance);
  }
}

/** The error for a person to whom no entry of `access` grants an operation. */
export function refusalOf(
  person: Person,
  operation: Operation,
  what: string,
  instance: Instance,
): NotAllowedError {
  const groups = person.ownershipRefs.filter((ref) => ref !== person.ref);
  return new NotAllowedError(
    `${person.ref} may not ${operation} ${what}. An administrator grants access to groups in argoWorkflows.instances[].access of ${instance.name}; your groups are: ${groups.join(", ") || "none"}`,
  );
}
