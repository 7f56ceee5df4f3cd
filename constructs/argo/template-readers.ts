import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { Construct } from "constructs";
import { templateReaderRole } from "../../config/naming";
import { addressed } from "../addressed";
import type { ServiceAccount } from "../aws/workload-identity";
import { ownLabels } from "../kubernetes/labels";
import { templateReaderRules } from "./rbac-rules";

/** The right to see the cluster's workflow templates, for everyone who starts workflows from them. */
export class TemplateReaders extends Construct {
  constructor(scope: Construct, id: string, readers: readonly ServiceAccount[]) {
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
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: templateReaderRole },
        subject: readers.map(({ namespace, name }) => ({ kind: "ServiceAccount", name, namespace })),
        dependsOn: [role],
      }),
    );
  }
}
