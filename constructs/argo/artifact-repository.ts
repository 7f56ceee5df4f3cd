import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { stringify } from "yaml";
import type { Environment, Team } from "../../config/environment";
import {
  artifactBucketName,
  artifactKeyFormat,
  artifactRepositories,
  serviceEndpoint,
} from "../../config/naming";
import { addressed } from "../addressed";
import { labelsOf } from "../kubernetes/labels";
import { literal } from "../literal";

export interface ArtifactRepositoryProps {
  readonly environment: Environment;
  readonly team: Team;
  readonly namespace: ITerraformDependable;
}

/** Where workflows of a namespace keep artifacts and logs: in the bucket, below the namespace's own prefix. */
export class ArtifactRepository extends Construct {
  constructor(scope: Construct, id: string, { environment, team, namespace }: ArtifactRepositoryProps) {
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
            stringify(artifactRepository(environment), { lineWidth: 0, sortMapEntries: false }),
          ),
        },
        dependsOn: [namespace],
      }),
    );
  }
}

/**
 * Credentials are the pod's own. Encryption is left to the bucket: Argo knows no other way to ask for a KMS key than
 * by its id, which AWS invents, and without one it asks for SSE-S3, which the bucket refuses (argo-workflows:
 * workflow_types.go, S3EncryptionOptions).
 */
export function artifactRepository(environment: Environment) {
  return {
    archiveLogs: true,
    s3: {
      endpoint: serviceEndpoint(environment, "s3"),
      region: environment.region,
      bucket: artifactBucketName(environment),
      insecure: false,
      useSDKCreds: true,
      keyFormat: artifactKeyFormat,
    },
  };
}
