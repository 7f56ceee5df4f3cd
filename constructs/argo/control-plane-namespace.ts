import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { controlPlaneNamespace } from "../../config/naming";
import { addressed } from "../addressed";
import { podSecurityLabels } from "../kubernetes/pod-security";
import { ownLabels } from "./labels";

/** The namespace of Argo itself. Pod Security `restricted` applies to its pods, and no team runs in it. */
export class ControlPlaneNamespace extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const namespace = addressed(
      id,
      new NamespaceV1(this, "namespace", {
        metadata: {
          name: controlPlaneNamespace,
          labels: { ...ownLabels, ...podSecurityLabels("restricted") },
        },
      }),
    );
    addressed(
      id,
      new DefaultServiceAccountV1(this, "default-account", {
        metadata: { namespace: controlPlaneNamespace },
        automountServiceAccountToken: false,
        dependsOn: [namespace],
      }),
    );
    this.ready = [namespace];
  }
}
