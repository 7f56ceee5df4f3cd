import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { addressed } from "../addressed";
import type { Rule } from "../argo/rbac-rules";
import type { ServiceAccount } from "../aws/workload-identity";
import { ownLabels } from "./labels";

export interface ClusterGrantProps {
  /** Of the cluster role and its bindings; no other one in the cluster may have it. */
  readonly name: string;
  readonly rules: readonly Rule[];
  /** Who has the rights. */
  readonly to: readonly ServiceAccount[];
  /**
   * The namespaces where the rights hold.
   * @default - the whole cluster
   */
  readonly namespaces?: readonly string[];
}

/** Rights in the whole cluster or in several namespaces: a ClusterRole, and its bindings to service accounts. */
export class ClusterGrant extends Construct {
  /** What must exist for the rights to hold. */
  readonly made: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, rules, to, namespaces }: ClusterGrantProps) {
    super(scope, id);
    const role = addressed(
      name,
      new ClusterRoleV1(this, "role", { metadata: { name, labels: ownLabels }, rule: [...rules] }),
    );
    const binding = {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subject: to.map((account) => ({
        kind: "ServiceAccount",
        name: account.name,
        namespace: account.namespace,
      })),
      dependsOn: [role],
    };
    if (namespaces === undefined) {
      const metadata = { name, labels: ownLabels };
      this.made = [addressed(name, new ClusterRoleBindingV1(this, "binding", { ...binding, metadata }))];
      return;
    }
    this.made = namespaces.map((namespace) => {
      const metadata = { name, namespace, labels: ownLabels };
      return addressed(`${namespace}_${name}`, new RoleBindingV1(this, namespace, { ...binding, metadata }));
    });
  }
}
