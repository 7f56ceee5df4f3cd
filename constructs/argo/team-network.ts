import {
  NetworkPolicyV1,
  type NetworkPolicyV1Spec,
  type NetworkPolicyV1SpecEgress,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment, Team } from "../../config/environment";
import { addressed } from "../addressed";
import { anywhereOnHttps, dns, kubernetesApi, podIdentityAgent } from "../kubernetes/destinations";
import { labelsOf } from "../kubernetes/labels";

export interface TeamNetworkProps {
  readonly environment: Environment;
  readonly team: Team;
  readonly namespace: ITerraformDependable;
}

/**
 * What the pods of a workflow namespace may call. Nobody calls them: not the team's own pods, not another team's.
 * Pods that belong to no workflow call nothing at all.
 */
export class TeamNetwork extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: TeamNetworkProps,
  ) {
    super(scope, id);
    const { environment } = props;
    this.denyAll();
    this.allow("dns", dns(environment));
    this.allow("kubernetes-api", kubernetesApi(environment));
    this.allow("https", anywhereOnHttps);
    if (environment.cluster.identity === "pod-identity") this.allow("pod-identity-agent", podIdentityAgent);
  }

  private denyAll(): void {
    this.policy("default-deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  }

  private allow(name: string, egress: NetworkPolicyV1SpecEgress): void {
    this.policy(name, { podSelector: workflowPods, policyTypes: ["Egress"], egress: [egress] });
  }

  private policy(name: string, spec: NetworkPolicyV1Spec): void {
    const { team, namespace } = this.props;
    addressed(
      `${team.namespace}_${name}`,
      new NetworkPolicyV1(this, name, {
        metadata: { name, namespace: team.namespace, labels: labelsOf(team) },
        spec,
        dependsOn: [namespace],
      }),
    );
  }
}

/** Every pod that Argo makes for a workflow has this label, whatever its value (argo-workflows: workflowpod.go). */
const workflowPods = { matchExpressions: [{ key: "workflows.argoproj.io/workflow", operator: "Exists" }] };
