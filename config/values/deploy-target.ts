import type { z } from "zod";
import type { targets as targetsField } from "../schema/targets";

type Targets = z.output<typeof targetsField>;

/** A namespace that a team deploys to. */
export interface DeployTarget {
  readonly namespace: string;
  readonly allows: readonly Targets[string]["allows"][number][];
  readonly requires: Targets[string]["requires"];
  /** Why deployments are refused at the moment. */
  readonly frozen: string | undefined;
}

/** Namespaces of programs that can change the whole cluster, by the usual name of the namespace. */
export const controlPlaneNamespaces: readonly string[] = [
  "argocd",
  "cert-manager",
  "external-secrets",
  "flux-system",
  "gatekeeper-system",
  "istio-system",
  "karpenter",
  "kyverno",
  "velero",
];

/** Namespaces that any of the teams deploys to, sorted. */
export function targetNamespaces(teams: readonly { readonly deployTo: readonly DeployTarget[] }[]): string[] {
  return [...new Set(teams.flatMap(({ deployTo }) => deployTo.map(({ namespace }) => namespace)))].sort();
}

/** @param entry an entry of a team's `deployTo`: the name of a target, or else a namespace */
export function deployTarget(entry: string, targets: Targets): DeployTarget {
  const target = Object.hasOwn(targets, entry) ? targets[entry] : undefined;
  return {
    namespace: target?.namespace ?? entry,
    allows: target?.allows ?? ["rollouts", "applications"],
    requires: target?.requires ?? { signature: false },
    frozen: target?.frozen,
  };
}

/** Groups whose members approve deployments of a team, sorted. All of its targets that require approval name the same. */
export function approverGroups(deployTo: readonly Pick<DeployTarget, "requires">[]): readonly string[] {
  return [...new Set(deployTo.flatMap(({ requires }) => requires.approval?.groups ?? []))].sort();
}
