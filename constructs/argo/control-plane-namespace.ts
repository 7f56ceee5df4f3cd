import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { controlPlaneNamespace } from "../../config/naming";
import { addressed } from "../addressed";
import { ownLabels } from "../kubernetes/labels";
import { podSecurityVersion } from "./workflow-namespace";

/** The namespace of Argo itself. Its pods are held to Pod Security `restricted`; no team runs in it. */
export class ControlPlaneNamespace extends Construct {
  /** What must exist before anything is made in the namespace. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const levels = ["enforce", "audit", "warn"].flatMap((mode): [string, string][] => [
      [`pod-security.kubernetes.io/${mode}`, "restricted"],
      [`pod-security.kubernetes.io/${mode}-version`, podSecurityVersion],
    ]);
    const namespace = addressed(
      id,
      new NamespaceV1(this, "namespace", {
        metadata: { name: controlPlaneNamespace, labels: { ...ownLabels, ...Object.fromEntries(levels) } },
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
    this.resource = namespace;
  }
}
