/**
 * Annotations with which Argo's server selects a service account for a person who is in one of the groups. If several
 * accounts match, the highest precedence wins (argo-workflows: docs/argo-server-sso.md).
 */
export function ssoRule(groups: readonly string[], precedence: number): Record<string, string> {
  return {
    "workflows.argoproj.io/rbac-rule": groups.map((group) => `'${group}' in groups`).join(" || "),
    "workflows.argoproj.io/rbac-rule-precedence": String(precedence),
  };
}
