import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { LimitRangeV1, type LimitRangeV1Config } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { teamLabel } from "../../config/annotations";
import type { Team } from "../../config/environment";
import { shortestBytes, shortestCpu } from "../../config/values/quantity";
import { addressed } from "../addressed";
import { ExistingNamespace } from "../kubernetes/existing-namespace";
import { podSecurityLabels } from "../kubernetes/pod-security";
import { imagePullSecret } from "../kubernetes/service-account";
import { labelsOf } from "./labels";

/**
 * The namespace of a team's workflows, created here or by somebody else: a Pod Security level, a quota for all pods, sizes for each container, and no
 * Kubernetes token for pods that name no service account.
 */
export class WorkflowNamespace extends Construct {
  readonly ready: readonly ITerraformDependable[];

  /** @param pullSecret Secret with which nodes pull the images of pods that name no account */
  constructor(scope: Construct, id: string, team: Team, pullSecret?: string) {
    super(scope, id);
    const namespace = team.createNamespace ? this.created(team) : this.existing(team);
    this.ready = [namespace];
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
        ...imagePullSecret(pullSecret),
      }),
    );
  }

  private created(team: Team): ITerraformDependable {
    return addressed(
      team.namespace,
      new NamespaceV1(this, "namespace", {
        metadata: {
          name: team.namespace,
          labels: { ...labelsOf(team), ...podSecurityLabels(podSecurityOf(team)), ...parallelism(team) },
        },
        // Deleting the namespace would delete running workflows, schedules and the team's own secrets.
        lifecycle: { preventDestroy: true },
      }),
    );
  }

  /** Its owner sets what this project would: a plan fails while a label is missing. */
  private existing(team: Team): ITerraformDependable {
    const level = podSecurityOf(team);
    return new ExistingNamespace(this, "namespace", {
      namespace: team.namespace,
      address: team.namespace,
      demands: [
        {
          label: teamLabel,
          values: [team.name],
          why: "Its owner agrees by it that the team's workflows run there.",
        },
        {
          label: "pod-security.kubernetes.io/enforce",
          values: [level],
          why: team.buildsImages
            ? "Image builds run as root inside their container, and no step may have more."
            : "No step may have access to its node.",
        },
        ...Object.entries(parallelism(team)).map(([label, limit]) => ({
          label,
          values: [limit],
          why: "Argo's controller reads teams.<name>.parallelism there.",
        })),
      ],
    }).data;
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
            "limits.memory": shortestBytes(quota.memoryLimits),
            "requests.ephemeral-storage": shortestBytes(quota.ephemeralStorage),
            "requests.storage": shortestBytes(quota.storage),
            ...(quota.gpu !== undefined && { "requests.nvidia.com/gpu": String(quota.gpu) }),
            pods: String(quota.pods),
            // Finished ones count as well: each is an object in etcd.
            "count/workflows.argoproj.io": String(quota.workflows),
            // Workflows serve no traffic from outside the cluster.
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
              default: { ...shortest(containers.default), ...disk(containers, "default") },
              defaultRequest: { ...shortest(containers.request), ...disk(containers, "request") },
              max: { ...shortest(containers.max), ...disk(containers, "max") },
            },
          ],
        },
      }),
    );
  }
}

type Inside = Pick<LimitRangeV1Config, "metadata" | "dependsOn">;

/** Image builds run as root inside their container, which `restricted` refuses. */
function podSecurityOf({ buildsImages }: Team) {
  return buildsImages ? "baseline" : "restricted";
}

/** Overrides the controller's `namespaceParallelism` (argo-workflows: docs/parallelism.md). */
function parallelism({ parallelism: limit }: Team): Record<string, string> {
  return limit === undefined ? {} : { "workflows.argoproj.io/parallelism-limit": String(limit) };
}

function shortest({ cpu, memory }: Team["containers"]["max"]): { cpu: string; memory: string } {
  return { cpu: shortestCpu(cpu), memory: shortestBytes(memory) };
}

function disk({ ephemeralStorage }: Team["containers"], kind: "default" | "request" | "max") {
  return { "ephemeral-storage": shortestBytes(ephemeralStorage[kind]) };
}
