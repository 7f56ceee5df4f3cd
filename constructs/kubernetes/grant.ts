import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { addressed } from "../addressed";
import { roleRef, subjects } from "./binding";
import type { Rule } from "./rbac-rule";
import type { ServiceAccountRef } from "./service-account";

export interface GrantProps {
  /** Namespace in which the rights apply. */
  readonly namespace: string;
  /** Name of the Role and its binding. */
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly rules: readonly Rule[];
  /** Service accounts that get the rights. Empty: the Role has no binding until somebody else creates one. */
  readonly to: readonly ServiceAccountRef[];
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Rights in one namespace: a Role, and its binding to service accounts of this or another namespace. */
export class Grant extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { namespace, name, labels, rules, to, dependsOn }: GrantProps) {
    super(scope, id);
    const metadata = { namespace, name, labels };
    const role = addressed(
      `${namespace}_${name}`,
      new RoleV1(this, "role", { metadata, rule: [...rules], dependsOn: [...dependsOn] }),
    );
    this.ready = [role];
    if (to.length === 0) return;
    const binding = new RoleBindingV1(this, "binding", {
      metadata,
      roleRef: roleRef("Role", name),
      subject: subjects(to),
      dependsOn: [role],
    });
    this.ready = [addressed(`${namespace}_${name}`, binding)];
  }
}
