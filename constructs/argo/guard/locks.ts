import { all, at } from "./cel";
import type { Policy } from "./policy";
import { everyTemplate, kindsWithSpec, specChanged, specVariables } from "./workflow-spec";

/** Locks, and the ConfigMaps that say how many may hold them, are the namespace's own. */
export function locks(namespaces: readonly string[]): Policy {
  const own = (locks: string) =>
    `${locks}.all(l, ${at("l", "namespace", "''")} in ['', '{{workflow.namespace}}', request.namespace])`;
  const check = (owner: string) =>
    all(own(at(owner, "synchronization.mutexes", "[]")), own(at(owner, "synchronization.semaphores", "[]")));
  return {
    name: "locks",
    namespaces,
    resources: kindsWithSpec,
    conditions: [specChanged],
    variables: specVariables,
    validations: [
      {
        expression: all(check("variables.spec"), everyTemplate(check)),
        message: "A lock names another namespace. Leave its namespace out: locks are the namespace's own.",
      },
    ],
  };
}
