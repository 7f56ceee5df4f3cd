import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { controlPlaneNamespace } from "../../config/naming";
import { addressed } from "../addressed";
import { podSecurityLabels } from "../kubernetes/pod-security";
import { imagePullSecret } from "../kubernetes/service-account";
import { ownLabels } from "./labels";

/** A new pod counts as ready only when the load balancer has found it healthy (AWS Load Balancer Controller). */
const readinessGate = { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" };

export interface ControlPlaneNamespaceProps {
  /** Whether a load balancer of the AWS Load Balancer Controller sends requests to its pods. */
  readonly behindLoadBalancer: boolean;
  /** Secret with which nodes pull the images of pods that name no account. */
  readonly pullSecret?: string | undefined;
}

/** The namespace of Argo itself. Pod Security `restricted` applies to its pods, and no team runs in it. */
export class ControlPlaneNamespace extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { behindLoadBalancer, pullSecret }: ControlPlaneNamespaceProps) {
    super(scope, id);
    const namespace = addressed(
      id,
      new NamespaceV1(this, "namespace", {
        metadata: {
          name: controlPlaneNamespace,
          labels: {
            ...ownLabels,
            ...podSecurityLabels("restricted"),
            ...(behindLoadBalancer && readinessGate),
          },
        },
      }),
    );
    addressed(
      id,
      new DefaultServiceAccountV1(this, "default-account", {
        metadata: { namespace: controlPlaneNamespace },
        automountServiceAccountToken: false,
        ...imagePullSecret(pullSecret),
        dependsOn: [namespace],
      }),
    );
    this.ready = [namespace];
  }
}
