import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Team } from "../../config/environment";
import { shortestBytes, shortestCpu } from "../../config/values/quantity";
import { addressed } from "../addressed";
import { labelsOf } from "../kubernetes/labels";

/**
 * Version of the Pod Security Standards that namespaces are held to: that of the oldest Kubernetes which EKS and Argo
 * 4.1 have in common. Pinned, so that a cluster upgrade refuses no pod that ran before.
 */
export const podSecurityVersion = "v1.34";

/**
 * The namespace of a team's workflows: pods held to a Pod Security level, together to a quota, each container to a
 * size, and without a Kubernetes token where they name no service account.
 */
export class WorkflowNamespace extends Construct {
  /** What must exist before anything is made in the namespace. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, team: Team) {
    super(scope, id);
    const namespace = addressed(
      team.namespace,
      new NamespaceV1(this, "namespace", {
        metadata: {
          name: team.namespace,
          labels: { ...labelsOf(team), ...podSecurity(team), ...parallelism(team) },
        },
        // With the namespace go running workflows, schedules and secrets that are the team's, not ours.
        lifecycle: { preventDestroy: true },
      }),
    );
    this.resource = namespace;
    const inside = {
      metadata: { namespace: team.namespace, labels: labelsOf(team) },
      dependsOn: [namespace],
    };
    this.limit(team, inside);
    addressed(
      team.namespace,
      new DefaultServiceAccountV1(this, "default-account", {
        ...inside,
        automountServiceAccountToken: false,
      }),
    );
  }

  private limit({ namespace, quota, containers }: Team, inside: Inside): void {
    addressed(
      namespace,
      new ResourceQuotaV1(this, "quota", {
        ...inside,
        metadata: { ...inside.metadata, name: "workflows" },
        spec: {
          hard: {
            "requests.cpu": shortestCpu(quota.cpu),
            "requests.memory": shortestBytes(quota.memory),
            "requests.storage": shortestBytes(quota.storage),
            pods: String(quota.pods),
            // A workflow serves nobody outside the cluster.
            "services.loadbalancers": "0",
            "services.nodeports": "0",
          },
        },
      }),
    );
    addressed(
      namespace,
      new LimitRangeV1(this, "containers", {
        ...inside,
        metadata: { ...inside.metadata, name: "containers" },
        spec: {
          limit: [
            {
              type: "Container",
              default: shortest(containers.default),
              defaultRequest: shortest(containers.request),
              max: shortest(containers.max),
            },
          ],
        },
      }),
    );
  }
}

interface Inside {
  readonly metadata: { readonly namespace: string; readonly labels: Record<string, string> };
  readonly dependsOn: ITerraformDependable[];
}

/** Image builds run as root inside their container, which `restricted` refuses. */
function podSecurity({ buildsImages }: Team): Record<string, string> {
  const levels = {
    enforce: buildsImages ? "baseline" : "restricted",
    audit: "restricted",
    warn: "restricted",
  };
  return Object.fromEntries(
    Object.entries(levels).flatMap(([mode, level]) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, podSecurityVersion],
    ]),
  );
}

/** Overrules the controller's `namespaceParallelism` (argo-workflows: docs/parallelism.md). */
function parallelism({ parallelism: limit }: Team): Record<string, string> {
  return limit === undefined ? {} : { "workflows.argoproj.io/parallelism-limit": String(limit) };
}

function shortest({ cpu, memory }: Team["containers"]["max"]): { cpu: string; memory: string } {
  return { cpu: shortestCpu(cpu), memory: shortestBytes(memory) };
}
