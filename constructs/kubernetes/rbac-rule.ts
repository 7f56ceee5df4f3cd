import type { RoleV1Rule } from "@cdktf/provider-kubernetes/lib/role-v1";

/** One rule of a Role or ClusterRole. */
export type Rule = RoleV1Rule;

/** Verbs that only read. */
export const read = ["get", "list", "watch"];

/** @param apiGroup empty for the core group */
export function rule(apiGroup: string, resources: string[], verbs: string[]): Rule {
  return { apiGroups: [apiGroup], resources, verbs };
}
