import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Team } from "../../config/environment";
import { addressed } from "../addressed";
import { literal } from "../literal";
import { labelsOf } from "./labels";

export interface PlatformParametersProps {
  readonly team: Pick<Team, "name" | "namespace">;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** What one kind of parameters is. */
export interface PlatformParametersKind {
  readonly configMap: string;
  /** Last part of the Terraform address, after the namespace. */
  readonly address: string;
  readonly data: Readonly<Record<string, string>>;
}

/**
 * What the platform says to the templates in a team's namespace: a ConfigMap from which Argo reads parameters. The guard
 * lets only the platform write it, and only inner parts of the templates read it, so no caller can say something else.
 */
export abstract class PlatformParameters extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { team, dependsOn }: PlatformParametersProps,
    { configMap, address, data }: PlatformParametersKind,
  ) {
    super(scope, id);
    addressed(
      `${team.namespace}_${address}`,
      new ConfigMapV1(this, "config-map", {
        metadata: {
          name: configMap,
          namespace: team.namespace,
          // Argo reads parameters from no other ConfigMap (argo-workflows: workflow/common/configmap.go).
          labels: { ...labelsOf(team), "workflows.argoproj.io/configmap-type": "Parameter" },
        },
        data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, literal(value)])),
        dependsOn: [...dependsOn],
      }),
    );
  }
}
