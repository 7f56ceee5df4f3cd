import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { controlPlaneNamespace, ingressClass } from "../../config/naming";
import { type Manifest, Manifests } from "../kubernetes/manifests";
import { ownLabels } from "./labels";

export interface IngressGroupProps {
  /** Name of the ingress group, at most 63 characters. */
  readonly groupName: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * An ingress class with its own group, for Ingresses in `argo` only: the AWS Load Balancer Controller refuses all
 * others (its guide: IngressClass, `namespaceSelector` and `group`).
 */
export class IngressGroup extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { groupName, dependsOn }: IngressGroupProps) {
    super(scope, id);
    const manifests = new Manifests(this, id, {
      release: id,
      namespace: controlPlaneNamespace,
      manifests: [parameters(groupName), ingressClassManifest],
      dependsOn,
    });
    this.ready = manifests.ready;
  }
}

function parameters(groupName: string): Manifest {
  return {
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "IngressClassParams",
    metadata: { name: ingressClass, labels: ownLabels },
    spec: {
      group: { name: groupName },
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": controlPlaneNamespace } },
    },
  };
}

const ingressClassManifest: Manifest = {
  apiVersion: "networking.k8s.io/v1",
  kind: "IngressClass",
  metadata: { name: ingressClass, labels: ownLabels },
  spec: {
    controller: "ingress.k8s.aws/alb",
    parameters: { apiGroup: "elbv2.k8s.aws", kind: "IngressClassParams", name: ingressClass },
  },
};
