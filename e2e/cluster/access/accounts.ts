import type { Manifest } from "../../shared/installation/manifests-of";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";

/** A service account. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** The chart creates this account; our stacks bind it to its permissions. */
export const server: Account = { namespace: "argo", name: "argo-server" };

/** All service accounts of an environment, with the default ones of applications. */
export function accountsOf({ tenancy, workflows, foreign }: EnvironmentStacks): Account[] {
  const made = [...tenancy, ...workflows]
    .filter(({ kind }) => kind === "ServiceAccount")
    .map(({ metadata }: Manifest) => ({ namespace: metadata.namespace ?? "default", name: metadata.name }));
  return [...made, server, ...foreign.map((namespace) => ({ namespace, name: "default" }))];
}

/** All namespaces in which an account could have permissions. */
export function namespacesOf({ environment, foreign }: EnvironmentStacks): string[] {
  return [
    ...environment.teams.map(({ namespace }) => namespace),
    "argo",
    ...foreign,
    "default",
    "kube-system",
  ];
}
