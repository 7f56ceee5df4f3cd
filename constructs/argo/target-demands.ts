import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Team } from "../../config/environment";
import { targetsConfigMap } from "../../config/naming";
import type { DeployTarget } from "../../config/values/deploy-target";
import { addressed } from "../addressed";
import { literal } from "../literal";
import { labelsOf } from "./labels";

export interface TargetDemandsProps {
  readonly team: Pick<Team, "name" | "namespace" | "deployTo">;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * What the targets of a team demand, for the workflows in its namespace: the template `gate` reads it, and the guard
 * lets nobody but the platform write it. Without it, every deployment is refused.
 */
export class TargetDemands extends Construct {
  constructor(scope: Construct, id: string, { team, dependsOn }: TargetDemandsProps) {
    super(scope, id);
    addressed(
      `${team.namespace}_targets`,
      new ConfigMapV1(this, "config-map", {
        metadata: {
          name: targetsConfigMap,
          namespace: team.namespace,
          // The controller reads parameters from no other ConfigMap (argo-workflows: workflow/common/configmap.go).
          labels: { ...labelsOf(team), "workflows.argoproj.io/configmap-type": "Parameter" },
        },
        data: Object.fromEntries(
          Object.entries(targetDemands(team.deployTo)).map(([key, value]) => [key, literal(value)]),
        ),
        dependsOn: [...dependsOn],
      }),
    );
  }
}

/** Keys are `demands.<namespace>` and `frozen.<namespace>`; an administrator's `frozen` freezes all of them. */
export function targetDemands(deployTo: readonly DeployTarget[]): Record<string, string> {
  return Object.fromEntries([
    ["targets", deployTo.map(({ namespace }) => namespace).join(", ")],
    ...deployTo.map(({ namespace, requires: { signature, approval } }) => [
      `demands.${namespace}`,
      JSON.stringify({
        signature,
        approvals: approval?.count ?? 0,
        groups: approval?.groups.join(", ") ?? "",
      }),
    ]),
    ...deployTo.flatMap(({ namespace, frozen }) =>
      frozen === undefined ? [] : [[`frozen.${namespace}`, frozen]],
    ),
  ]) as Record<string, string>;
}
