import {
  NetworkPolicyV1,
  type NetworkPolicyV1Spec,
  type NetworkPolicyV1SpecEgress,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment, Team } from "../../config/environment";
import { addressed } from "../addressed";
import {
  dns,
  https,
  kubernetesApi,
  outside,
  podIdentityAgent,
  podsIn,
  proxy,
} from "../kubernetes/destinations";
import { labelsOf } from "./labels";

export interface TeamNetworkProps {
  readonly environment: Pick<Environment, "cluster" | "network">;
  readonly team: Pick<Team, "name" | "namespace" | "egress">;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * What the pods of a workflow namespace may call. Nobody may call them, not even other pods of the team. Pods that
 * belong to no workflow may call nothing.
 */
export class TeamNetwork extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: TeamNetworkProps,
  ) {
    super(scope, id);
    const { environment, team } = props;
    this.denyAll();
    this.allow("dns", [dns(environment)]);
    this.allow("kubernetes-api", [kubernetesApi(environment)]);
    this.allow("https", https(environment));
    this.allow("proxy", proxy(environment));
    if (environment.cluster.identity === "pod-identity") this.allow("pod-identity-agent", [podIdentityAgent]);
    this.allow("egress", team.egress.flatMap(destination));
  }

  private denyAll(): void {
    this.policy("default-deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  }

  private allow(name: string, egress: NetworkPolicyV1SpecEgress[]): void {
    if (egress.length === 0) return;
    this.policy(name, { podSelector: workflowPods, policyTypes: ["Egress"], egress });
  }

  private policy(name: string, spec: NetworkPolicyV1Spec): void {
    const { team, dependsOn } = this.props;
    addressed(
      `${team.namespace}_${name}`,
      new NetworkPolicyV1(this, name, {
        metadata: { name, namespace: team.namespace, labels: labelsOf(team) },
        spec,
        dependsOn: [...dependsOn],
      }),
    );
  }
}

/** Every pod that Argo creates for a workflow has this label, with any value (argo-workflows: workflowpod.go). */
const workflowPods = { matchExpressions: [{ key: "workflows.argoproj.io/workflow", operator: "Exists" }] };

/** What the environment file adds for one team. */
function destination({
  cidrs = [],
  namespace,
  podLabels,
  ports,
}: Team["egress"][number]): NetworkPolicyV1SpecEgress[] {
  const on = ports.map(String);
  return namespace === undefined ? outside(cidrs, on) : [podsIn(namespace, podLabels, on)];
}
