import type { Construct } from "constructs";
import { type AccountAndRegion, registryHost, serviceEndpoint } from "../../config/arns";
import { artifactBucketName } from "../../config/aws-naming";
import type { Environment, Team } from "../../config/environment";
import { cacheSettings } from "../../config/naming";
import { PlatformParameters, type PlatformParametersProps } from "./platform-parameters";

export interface CacheSettingsProps extends PlatformParametersProps {
  readonly environment: AccountAndRegion & Pick<Environment, "name" | "artifacts">;
  readonly team: Pick<Team, "name" | "namespace" | "trustedRevisions">;
}

/** Tells the templates that build which revisions may write caches, and where caches are. */
export class CacheSettings extends PlatformParameters {
  constructor(scope: Construct, id: string, props: CacheSettingsProps) {
    const { environment, team } = props;
    const trusted = Object.entries(team.trustedRevisions).flatMap(([repository, revisions]) =>
      revisions.map((revision) => `${repository} ${revision}`),
    );
    super(scope, id, props, {
      configMap: cacheSettings,
      address: "caches",
      data: {
        // One repository and revision a line; * stands for any characters.
        trusted: trusted.join("\n"),
        endpoint: serviceEndpoint(environment, "s3"),
        region: environment.region,
        bucket: artifactBucketName(environment),
        registry: registryHost(environment),
      },
    });
  }
}
