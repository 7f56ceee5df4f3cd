import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { Construct } from "constructs";
import { templateReaderRole } from "../../config/naming";
import { addressed } from "../addressed";
import { roleRef, subjects } from "../kubernetes/binding";
import type { ServiceAccountRef } from "../kubernetes/service-account";
import { ownLabels } from "./labels";
import { templateReaderRules } from "./rbac-rules";

/** The right to see cluster workflow templates, for everyone who starts workflows from them. */
export class TemplateReaders extends Construct {
  constructor(scope: Construct, id: string, readers: readonly ServiceAccountRef[]) {
    super(scope, id);
    const metadata = { name: templateReaderRole, labels: ownLabels };
    const role = addressed(
      id,
      new ClusterRoleV1(this, "role", {
        metadata,
        rule: [...templateReaderRules],
      }),
    );
    if (readers.length === 0) return;
    addressed(
      id,
      new ClusterRoleBindingV1(this, "binding", {
        metadata,
        roleRef: roleRef("ClusterRole", templateReaderRole),
        subject: subjects(readers),
        dependsOn: [role],
      }),
    );
  }
}
