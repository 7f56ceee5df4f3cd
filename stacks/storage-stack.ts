import { type App, TerraformOutput } from "cdktf";
import { arnOf, roleArn } from "../config/arns";
import {
  accessLogBucketName,
  artifactBucketName,
  databaseAdminUser,
  databaseLogGroup,
  databaseName,
  databaseSecretName,
  dataKeyAlias,
  roleNames,
  signingKeyAlias,
} from "../config/aws-naming";
import type { Environment, Team } from "../config/environment";
import { AccessLogBucket } from "../constructs/aws/access-log-bucket";
import { ArchiveDatabase } from "../constructs/aws/archive-database";
import { ArchivePassword } from "../constructs/aws/archive-password";
import { ArtifactBucket } from "../constructs/aws/artifact-bucket";
import { DataKey } from "../constructs/aws/data-key";
import { SigningKey } from "../constructs/aws/signing-key";
import { ArgoStack } from "./base/argo-stack";

/** What outlives the cluster: artifacts, their access logs, signing keys, and optionally the archive of workflows. */
export class StorageStack extends ArgoStack {
  constructor(app: App, environment: Environment) {
    super(app, "storage", environment);
    const { name, archive, artifacts } = environment;
    const database = databaseName(name);
    const key = new DataKey(this, "argo", {
      location: environment,
      alias: dataKeyAlias(name),
      description: "Argo Workflows: artifacts, archive, its password and logs",
      ...(archive.enabled && {
        logGroupArn: arnOf(environment, "logs", `log-group:${databaseLogGroup(database)}`),
      }),
    });
    const artifactBucket = artifactBucketName(environment);
    const accessLogs = new AccessLogBucket(this, "access-logs", {
      location: environment,
      name: accessLogBucketName(environment),
      source: artifactBucket,
      retentionDays: artifacts.accessLogDays,
    });
    const bucket = new ArtifactBucket(this, "artifacts", {
      location: environment,
      name: artifactBucket,
      kmsKeyArn: key.arn,
      accessLogs,
      retention: artifacts,
      sooner: environment.teams.flatMap(({ namespace, retentionDays: days }) =>
        days === undefined ? [] : [{ namespace, days }],
      ),
      allowedVpcEndpoints: artifacts.allowedVpcEndpoints,
    });
    new TerraformOutput(this, "artifact_bucket_name", { value: bucket.name });
    new TerraformOutput(this, "artifact_bucket_arn", { value: bucket.arn });
    for (const team of environment.teams.filter(({ signing }) => signing.enabled)) this.addSigningKey(team);
    if (archive.enabled) this.addArchive(database, key);
  }

  private addSigningKey({ name: team, namespace, signing: { verifiers } }: Team): void {
    const { environment } = this;
    const { name } = environment;
    new SigningKey(this, `signing-${namespace}`, {
      location: environment,
      alias: signingKeyAlias(name, namespace),
      description: `Argo Workflows: signs the images of team ${team}`,
      signerArn: roleArn(environment, roleNames.signer(name, namespace)),
      verifiers,
    });
  }

  private addArchive(name: string, key: DataKey): void {
    const { environment } = this;
    const { archive: settings, cluster, network, iam } = environment;
    const password = new ArchivePassword(this, "archive-password", {
      secretName: databaseSecretName(environment.name),
      kmsKeyArn: key.arn,
      username: databaseAdminUser,
      version: settings.passwordVersion,
    });
    const archive = new ArchiveDatabase(this, "archive", {
      location: environment,
      name,
      settings,
      network,
      clientGroupIds: cluster.securityGroupIds,
      monitoringRoleName: roleNames.databaseMonitoring(environment.name),
      iam,
      kmsKeyArn: key.arn,
      username: databaseAdminUser,
      password,
    });
    new TerraformOutput(this, "database_endpoint", { value: archive.endpoint });
    new TerraformOutput(this, "database_secret_arn", { value: password.secretArn });
  }
}
