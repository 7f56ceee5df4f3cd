import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment, Team } from "../../config/environment";
import { builderId, signingKeyAlias, signingSettings } from "../../config/naming";
import { addressed } from "../addressed";
import { labelsOf } from "./labels";

export interface SigningSettingsProps {
  readonly environment: Pick<Environment, "name" | "domain">;
  readonly team: Pick<Team, "name" | "namespace" | "signing">;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Tells the templates `sign` and `verify` which keys count in a namespace. The guard lets only the platform write this
 * ConfigMap. Only inner parts of the templates read it, and the guard lets nobody but the library call those, so no
 * caller can give another key.
 */
export class SigningSettings extends Construct {
  constructor(scope: Construct, id: string, { environment, team, dependsOn }: SigningSettingsProps) {
    super(scope, id);
    const { namespace, signing } = team;
    const builder = builderId(environment, namespace);
    const own = signing.enabled ? keyUri(signingKeyAlias(environment.name, namespace)) : "";
    const trusted = Object.entries(signing.trusts).map(([other, arn]) => [other, keyUri(arn)]);
    addressed(
      `${namespace}_signing`,
      new ConfigMapV1(this, "config-map", {
        metadata: {
          name: signingSettings,
          namespace,
          // Argo reads parameters only from ConfigMaps of this type.
          labels: { ...labelsOf(team), "workflows.argoproj.io/configmap-type": "Parameter" },
        },
        data: {
          builder,
          key: own,
          keys: JSON.stringify(Object.fromEntries([...(own === "" ? [] : [[builder, own]]), ...trusted])),
        },
        dependsOn: [...dependsOn],
      }),
    );
  }
}

/** A KMS key as cosign names it, by alias or ARN. */
function keyUri(key: string): string {
  return `awskms:///${key}`;
}
