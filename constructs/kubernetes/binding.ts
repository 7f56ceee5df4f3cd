import type {
  RoleBindingV1RoleRef,
  RoleBindingV1Subject,
} from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import type { ServiceAccountRef } from "./service-account";

/** The role of a binding. */
export function roleRef(kind: "Role" | "ClusterRole", name: string): RoleBindingV1RoleRef {
  return { apiGroup: "rbac.authorization.k8s.io", kind, name };
}

/** Service accounts as subjects of a binding. */
export function subjects(accounts: readonly ServiceAccountRef[]): RoleBindingV1Subject[] {
  return accounts.map(({ namespace, name }) => ({ kind: "ServiceAccount", name, namespace }));
}
