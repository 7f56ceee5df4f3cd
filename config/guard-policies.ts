/**
 * Names of the policies of the guard at the API server. In the cluster, each one is a ValidatingAdmissionPolicy
 * `argo-guard-<name>`. The environment file can set the mode of each one.
 */
export const guardPolicies = [
  "accounts",
  "applications",
  "approvals",
  "artifacts",
  "config-maps",
  "controller-objects",
  "deployed-accounts",
  "deployed-ingresses",
  "deployed-pods",
  "deployed-services",
  "expressions",
  "identity-labels",
  "images",
  "ingress-host",
  "known-fields",
  "library-calls",
  "limits",
  "locks",
  "new-workflows",
  "patches",
  "pods",
  "results",
  "running-workflows",
  "schedules",
  "server-secrets",
  "stored-library-templates",
  "stored-team-templates",
  "submissions",
  "team-template-calls",
] as const;

export type GuardPolicyName = (typeof guardPolicies)[number];

/** Name of a policy and of its binding in the cluster. */
export function guardPolicyName(policy: GuardPolicyName): string {
  return `argo-guard-${policy}`;
}
