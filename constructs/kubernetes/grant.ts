import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { addressed } from "../addressed";
import type { Rule } from "../argo/rbac-rules";
import type { ServiceAccount } from "../aws/workload-identity";

export interface GrantProps {
  /** Where the rights hold. */
  readonly namespace: string;
  /** Of the Role and its binding. */
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly rules: readonly Rule[];
  /** Who has the rights. Empty: the Role waits for a binding that somebody else makes. */
  readonly to: readonly ServiceAccount[];
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Rights in one namespace: a Role, and its binding to service accounts, of this namespace or another one. */
export class Grant extends Construct {
  /** What must exist for the rights to hold. */
  readonly made: ITerraformDependable;

  constructor(scope: Construct, id: string, { namespace, name, labels, rules, to, dependsOn }: GrantProps) {
    super(scope, id);
    const metadata = { namespace, name, labels };
    const role = addressed(
      `${namespace}_${name}`,
      new RoleV1(this, "role", {
        metadata,
        rule: [...rules],
        dependsOn: [...dependsOn],
      }),
    );
    this.made = role;
    if (to.length === 0) return;
    this.made = addressed(
      `${namespace}_${name}`,
      new RoleBindingV1(this, "binding", {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
        subject: to.map((account) => ({
          kind: "ServiceAccount",
          name: account.name,
          namespace: account.namespace,
        })),
        dependsOn: [role],
      }),
    );
  }
}
