import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { stringify } from "yaml";
import { type AccountAndRegion, roleArn, serviceEndpoint } from "../../config/arns";
import { artifactBucketName, artifactKeyFormat, roleNames } from "../../config/aws-naming";
import type { Environment, Team } from "../../config/environment";
import { artifactRepositories } from "../../config/naming";
import { addressed } from "../addressed";
import { literal } from "../literal";
import { labelsOf } from "./labels";

type Settings = AccountAndRegion & Pick<Environment, "name" | "artifacts" | "iam">;

export interface ArtifactRepositoryProps {
  readonly environment: Settings;
  readonly team: Pick<Team, "name" | "namespace">;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Where the workflows of a namespace keep artifacts and logs: in the bucket, below the prefix of the namespace. */
export class ArtifactRepository extends Construct {
  constructor(scope: Construct, id: string, { environment, team, dependsOn }: ArtifactRepositoryProps) {
    super(scope, id);
    addressed(
      team.namespace,
      new ConfigMapV1(this, "config-map", {
        metadata: {
          name: artifactRepositories.configMap,
          namespace: team.namespace,
          labels: labelsOf(team),
          annotations: { "workflows.argoproj.io/default-artifact-repository": artifactRepositories.key },
        },
        data: {
          [artifactRepositories.key]: literal(
            stringify(artifactRepository(environment, team.namespace), {
              lineWidth: 0,
              sortMapEntries: false,
            }),
          ),
        },
        dependsOn: [...dependsOn],
      }),
    );
  }
}

/**
 * Argo's server and pods assume the artifact role of the namespace for each access; their own roles can't read or write
 * any object. Argo's sessions last 15 minutes, so a single file must be transferred in that time (argo-workflows:
 * workflow/artifacts/s3/s3.go). The bucket encrypts: Argo can only request a KMS key by its id, which AWS generates,
 * and without an id it requests SSE-S3, which the bucket refuses (argo-workflows: workflow_types.go,
 * S3EncryptionOptions).
 */
export function artifactRepository(environment: Settings, namespace: string) {
  return {
    archiveLogs: true,
    s3: {
      endpoint: serviceEndpoint(environment, "s3"),
      region: environment.region,
      bucket: artifactBucketName(environment),
      insecure: false,
      roleARN: roleArn(environment, roleNames.artifacts(environment.name, namespace)),
      keyFormat: artifactKeyFormat,
    },
  };
}
