import type { Manifest } from "../../shared/installation/manifests-of";
import type { Scene } from "../../shared/installation/stack-manifests";

/** A service account. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** The chart makes this one; it is bound to rights that our stacks give. */
export const server: Account = { namespace: "argo", name: "argo-server" };

/** Every service account of an environment, the default ones of applications included. */
export function accountsOf({ tenancy, workflows, foreign }: Scene): Account[] {
  const made = [...tenancy, ...workflows]
    .filter(({ kind }) => kind === "ServiceAccount")
    .map(({ metadata }: Manifest) => ({ namespace: metadata.namespace ?? "default", name: metadata.name }));
  return [...made, server, ...foreign.map((namespace) => ({ namespace, name: "default" }))];
}

/** Every namespace in which an account could do something. */
export function namespacesOf({ environment, foreign }: Scene): string[] {
  return [
    ...environment.teams.map(({ namespace }) => namespace),
    "argo",
    ...foreign,
    "default",
    "kube-system",
  ];
}
