import { type App, TerraformOutput } from "cdktf";
import type { Environment, Team } from "../config/environment";
import * as naming from "../config/naming";
import { AccessLogBucket } from "../constructs/aws/access-log-bucket";
import { ArchiveDatabase } from "../constructs/aws/archive-database";
import { ArchivePassword } from "../constructs/aws/archive-password";
import { ArtifactBucket } from "../constructs/aws/artifact-bucket";
import { DataKey } from "../constructs/aws/data-key";
import { SigningKey } from "../constructs/aws/signing-key";
import { ArgoStack } from "./argo-stack";

/** What outlives the cluster: artifacts, their access logs, signing keys, and optionally the archive of workflows. */
export class StorageStack extends ArgoStack {
  constructor(app: App, environment: Environment) {
    super(app, "storage", environment);
    const { name, archive, artifacts } = environment;
    const database = naming.databaseName(name);
    const key = new DataKey(this, "argo", {
      location: environment,
      alias: naming.dataKeyAlias(name),
      description: "Argo Workflows: artifacts, archive, its password and logs",
      ...(archive.enabled && {
        logGroupArn: naming.arnOf(environment, "logs", `log-group:${naming.databaseLogGroup(database)}`),
      }),
    });
    const artifactBucket = naming.artifactBucketName(environment);
    const accessLogs = new AccessLogBucket(this, "access-logs", {
      location: environment,
      name: naming.accessLogBucketName(environment),
      source: artifactBucket,
      retentionDays: artifacts.accessLogDays,
    });
    const bucket = new ArtifactBucket(this, "artifacts", {
      location: environment,
      name: artifactBucket,
      kmsKeyArn: key.arn,
      accessLogs,
      retention: artifacts,
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
      alias: naming.signingKeyAlias(name, namespace),
      description: `Argo Workflows: signs the images of team ${team}`,
      signerArn: naming.roleArn(environment, naming.roleNames.signer(name, namespace)),
      verifiers,
    });
  }

  private addArchive(name: string, key: DataKey): void {
    const { environment } = this;
    const { archive: settings, cluster, network, iam } = environment;
    const password = new ArchivePassword(this, "archive-password", {
      secretName: naming.databaseSecretName(environment.name),
      kmsKeyArn: key.arn,
      username: naming.databaseAdminUser,
      version: settings.passwordVersion,
    });
    const archive = new ArchiveDatabase(this, "archive", {
      location: environment,
      name,
      settings,
      network,
      clientGroupIds: cluster.securityGroupIds,
      monitoringRoleName: naming.roleNames.databaseMonitoring(environment.name),
      iam,
      kmsKeyArn: key.arn,
      username: naming.databaseAdminUser,
      password,
    });
    new TerraformOutput(this, "database_endpoint", { value: archive.endpoint });
    new TerraformOutput(this, "database_secret_arn", { value: password.secretArn });
  }
}
