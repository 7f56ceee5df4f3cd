import { DataKubernetesResource } from "@cdktf/provider-kubernetes/lib/data-kubernetes-resource";
import { Construct } from "constructs";
import { addressed } from "../addressed";

/** A label that the namespace must have. */
export interface LabelDemand {
  readonly label: string;
  /** Values that are accepted. */
  readonly values: readonly string[];
  /** A sentence for the person who sees the failed plan. */
  readonly why: string;
}

export interface ExistingNamespaceProps {
  readonly namespace: string;
  /** Terraform address of the data source. */
  readonly address: string;
  readonly demands: readonly LabelDemand[];
}

/**
 * A namespace that somebody else created. A plan reads it, and fails unless its labels are there.
 *
 * The data source `kubernetes_resource` returns every label. `kubernetes_namespace_v1` hides those that end with
 * kubernetes.io (terraform-provider-kubernetes: kubernetes/structures.go, isInternalKey).
 */
export class ExistingNamespace extends Construct {
  readonly data: DataKubernetesResource;

  constructor(scope: Construct, id: string, { namespace, address, demands }: ExistingNamespaceProps) {
    super(scope, id);
    this.data = addressed(
      address,
      new DataKubernetesResource(this, "namespace", {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: namespace },
        lifecycle: {
          postcondition: demands.map(({ label, values, why }) => ({
            condition: `\${contains(${JSON.stringify(values)}, try(self.object.metadata.labels["${label}"], ""))}`,
            errorMessage: `Namespace ${namespace} must exist and have the label ${label} with the value ${values.join(" or ")}. ${why}`,
          })),
        },
      }),
    );
  }
}
