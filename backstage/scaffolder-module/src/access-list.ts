import type { AllowList } from "./allow-list";

/** `run` submits a template, `read` reads and awaits workflows, `end` terminates them. */
export const operations = ["run", "read", "end"] as const;
export type Operation = (typeof operations)[number];

/** A person who signed in to Backstage. */
export interface Person {
  /** Entity reference, such as user:default/jane. */
  readonly ref: string;
  /** References that count as the person: their own and their groups', as decided when they signed in. */
  readonly ownershipRefs: readonly string[];
}

/** An entry of the configuration: what members of some groups may do in a namespace. */
export interface AccessEntry {
  readonly namespace: string;
  /** Entity references of groups, in lower case. */
  readonly groups: readonly string[];
  readonly templates: AllowList;
  readonly may: readonly Operation[];
}

/** Who may do what in which namespace. What no entry grants is refused. */
export class AccessList {
  constructor(readonly entries: readonly AccessEntry[]) {}

  /**
   * The entries that let a person do something.
   * @param namespace undefined for any namespace
   */
  of(person: Person, operation: Operation, namespace: string | undefined): AccessEntry[] {
    const refs = new Set(person.ownershipRefs.map(lowerCase));
    return this.entries.filter(
      (entry) =>
        (namespace === undefined || entry.namespace === namespace) &&
        entry.may.includes(operation) &&
        entry.groups.some((group) => refs.has(group)),
    );
  }
}

/** Backstage compares entity references without case. */
function lowerCase(ref: string): string {
  return ref.toLocaleLowerCase("en-US");
}
