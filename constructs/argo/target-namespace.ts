import { DataKubernetesResource } from "@cdktf/provider-kubernetes/lib/data-kubernetes-resource";
import { Construct } from "constructs";
import { deployableByLabel } from "../../config/annotations";
import { addressed } from "../addressed";

export interface TargetNamespaceProps {
  readonly namespace: string;
  /** Names of the teams that deploy to it. */
  readonly teams: readonly string[];
}

/**
 * A namespace that teams deploy to. It belongs to somebody else, so a plan reads it and fails unless its owner agreed:
 * it names each team, and it keeps pods away from the node.
 *
 * The data source `kubernetes_resource` returns every label. `kubernetes_namespace_v1` hides those that end with
 * kubernetes.io (terraform-provider-kubernetes: kubernetes/structures.go, isInternalKey).
 */
export class TargetNamespace extends Construct {
  constructor(scope: Construct, id: string, { namespace, teams }: TargetNamespaceProps) {
    super(scope, id);
    const data = new DataKubernetesResource(this, "namespace", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: namespace },
      lifecycle: {
        postcondition: [
          {
            condition: `\${contains(["baseline", "restricted"], ${label("pod-security.kubernetes.io/enforce")})}`,
            errorMessage:
              `Namespace ${namespace} must exist and have the label pod-security.kubernetes.io/enforce with the ` +
              "value baseline or restricted. Without it, a deploy step could start pods with access to the node.",
          },
          ...teams.map((team) => ({
            condition: `\${contains(split(".", ${label(deployableByLabel)}), "${team}")}`,
            errorMessage:
              `Namespace ${namespace} does not allow team ${team} to deploy. Its owner sets the label ` +
              `${deployableByLabel} to ${teams.join(".")}.`,
          })),
        ],
      },
    });
    addressed(`target_${namespace}`, data);
  }
}

const label = (key: string) => `try(self.object.metadata.labels["${key}"], "")`;
