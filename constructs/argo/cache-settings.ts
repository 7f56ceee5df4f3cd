import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment, Team } from "../../config/environment";
import {
  type AccountAndRegion,
  artifactBucketName,
  cacheSettings,
  registryHost,
  serviceEndpoint,
} from "../../config/naming";
import { addressed } from "../addressed";
import { literal } from "../literal";
import { labelsOf } from "./labels";

export interface CacheSettingsProps {
  readonly environment: AccountAndRegion & Pick<Environment, "name">;
  readonly team: Pick<Team, "name" | "namespace" | "trustedRevisions">;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Tells the templates that build which revisions may write caches, and where caches are. The guard lets only the
 * platform write this ConfigMap. Only inner parts of the templates read it, so no caller can say something else.
 */
export class CacheSettings extends Construct {
  constructor(scope: Construct, id: string, { environment, team, dependsOn }: CacheSettingsProps) {
    super(scope, id);
    const { namespace, trustedRevisions } = team;
    const trusted = Object.entries(trustedRevisions).flatMap(([repository, revisions]) =>
      revisions.map((revision) => `${repository} ${revision}`),
    );
    addressed(
      `${namespace}_caches`,
      new ConfigMapV1(this, "config-map", {
        metadata: {
          name: cacheSettings,
          namespace,
          // Argo reads parameters only from ConfigMaps of this type.
          labels: { ...labelsOf(team), "workflows.argoproj.io/configmap-type": "Parameter" },
        },
        data: {
          // One repository and revision a line; * stands for any characters.
          trusted: literal(trusted.join("\n")),
          endpoint: serviceEndpoint(environment, "s3"),
          region: environment.region,
          bucket: artifactBucketName(environment),
          registry: registryHost(environment),
        },
        dependsOn: [...dependsOn],
      }),
    );
  }
}
