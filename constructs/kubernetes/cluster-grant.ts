import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { addressed } from "../addressed";
import { roleRef, subjects } from "./binding";
import type { Rule } from "./rbac-rule";
import type { ServiceAccountRef } from "./service-account";

export interface ClusterGrantProps {
  /** Name of the ClusterRole and its bindings. Unique in the cluster. */
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly rules: readonly Rule[];
  /** Service accounts that get the rights. */
  readonly to: readonly ServiceAccountRef[];
  /**
   * Namespaces in which the rights apply.
   * @default the whole cluster
   */
  readonly namespaces?: readonly string[];
}

/** Rights in the whole cluster or in several namespaces: a ClusterRole, and its bindings to service accounts. */
export class ClusterGrant extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, labels, rules, to, namespaces }: ClusterGrantProps) {
    super(scope, id);
    const role = addressed(
      name,
      new ClusterRoleV1(this, "role", { metadata: { name, labels }, rule: [...rules] }),
    );
    const binding = { roleRef: roleRef("ClusterRole", name), subject: subjects(to), dependsOn: [role] };
    if (namespaces === undefined) {
      const metadata = { name, labels };
      this.ready = [addressed(name, new ClusterRoleBindingV1(this, "binding", { ...binding, metadata }))];
      return;
    }
    this.ready = namespaces.map((namespace) => {
      const metadata = { name, namespace, labels };
      return addressed(`${namespace}_${name}`, new RoleBindingV1(this, namespace, { ...binding, metadata }));
    });
  }
}
