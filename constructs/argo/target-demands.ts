import type { Construct } from "constructs";
import type { Team } from "../../config/environment";
import { targetsConfigMap } from "../../config/naming";
import type { DeployTarget } from "../../config/values/deploy-target";
import { PlatformParameters, type PlatformParametersProps } from "./platform-parameters";

export interface TargetDemandsProps extends PlatformParametersProps {
  readonly team: Pick<Team, "name" | "namespace" | "deployTo">;
}

/** Tells the template `gate` what the targets of a team demand. Without it, every deployment is refused. */
export class TargetDemands extends PlatformParameters {
  constructor(scope: Construct, id: string, props: TargetDemandsProps) {
    const data = targetDemands(props.team.deployTo);
    super(scope, id, props, { configMap: targetsConfigMap, address: "targets", data });
  }
}

/** Keys are `demands.<namespace>` and `frozen.<namespace>`; an administrator's `frozen` freezes all of them. */
export function targetDemands(deployTo: readonly DeployTarget[]): Record<string, string> {
  return Object.fromEntries([
    ["targets", deployTo.map(({ namespace }) => namespace).join(", ")],
    ...deployTo.map(({ namespace, requires: { signature, builtFrom = [], approval } }) => [
      `demands.${namespace}`,
      JSON.stringify({
        signature,
        repositories: builtFrom,
        approvals: approval?.count ?? 0,
        groups: approval?.groups.join(", ") ?? "",
      }),
    ]),
    ...deployTo.flatMap(({ namespace, frozen }) =>
      frozen === undefined ? [] : [[`frozen.${namespace}`, frozen]],
    ),
  ]) as Record<string, string>;
}
