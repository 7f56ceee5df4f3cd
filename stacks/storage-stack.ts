import { type App, TerraformOutput } from "cdktf";
import { createsDatabase } from "../config/archive-owner";
import { arnOf, roleArn, s3Arn } from "../config/arns";
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
import { archiveAddresses, ArchiveDatabase } from "../constructs/aws/archive-database";
import { ArchivePassword } from "../constructs/aws/archive-password";
import { ArtifactBucket } from "../constructs/aws/artifact-bucket";
import { DataKey } from "../constructs/aws/data-key";
import { DatabaseAlarms } from "../constructs/aws/database-alarms";
import { ExistingBucket } from "../constructs/aws/existing-bucket";
import { bucketAddresses } from "../constructs/aws/private-bucket";
import { SigningKey } from "../constructs/aws/signing-key";
import { ArgoStack } from "./base/argo-stack";

/** What outlives the cluster: artifacts, their access logs, signing keys, and optionally the archive of workflows. */
export class StorageStack extends ArgoStack {
  #key: DataKey | undefined;

  constructor(app: App, environment: Environment) {
    super(app, "storage", environment);
    const { name, archive, artifacts, teams } = environment;
    const { bucket, kmsKeyArn } = artifacts;
    if (bucket !== undefined && kmsKeyArn !== undefined) this.lookAtBucket(bucket, kmsKeyArn);
    else this.addBucket();
    for (const team of teams.filter(({ signing }) => signing.enabled)) this.addSigningKey(team);
    if (createsDatabase(environment)) this.addArchive(databaseName(name));
    else if (archive.enabled && archive.database) this.nameDatabase(archive.database);
    this.keepWhatWasOurs();
  }

  /** The key of everything here that is encrypted. Without a bucket or a database of this project, there is none. */
  private get key(): DataKey {
    const { environment } = this;
    const { name, archive } = environment;
    this.#key ??= new DataKey(this, "argo", {
      location: environment,
      alias: dataKeyAlias(name),
      description: "Argo Workflows: artifacts, archive, its password and logs",
      // A database that this project made earlier goes on logging.
      ...(archive.enabled && {
        logGroupArn: arnOf(environment, "logs", `log-group:${databaseLogGroup(databaseName(name))}`),
      }),
    });
    return this.#key;
  }

  private addBucket(): void {
    const { environment } = this;
    const { artifacts } = environment;
    const kmsKeyArn = this.key.arn;
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
      kmsKeyArn,
      accessLogs,
      retention: artifacts,
      sooner: environment.teams.flatMap(({ namespace, retentionDays: days }) =>
        days === undefined ? [] : [{ namespace, days }],
      ),
      allowedVpcEndpoints: artifacts.allowedVpcEndpoints,
    });
    new TerraformOutput(this, "artifact_bucket_name", { value: bucket.name });
    new TerraformOutput(this, "artifact_bucket_arn", { value: bucket.arn });
  }

  private lookAtBucket(name: string, kmsKeyArn: string): void {
    const { environment } = this;
    new ExistingBucket(this, "artifacts", {
      location: environment,
      name,
      kmsKeyArn,
      rolePrefix: `${environment.name}-argo-`,
    });
    new TerraformOutput(this, "artifact_bucket_name", { value: name });
    new TerraformOutput(this, "artifact_bucket_arn", { value: s3Arn(environment, name) });
  }

  /**
   * A bucket, a database and a key that this project made earlier, and that somebody else's replaced, stay in AWS with
   * all that is in them. Terraform forgets them.
   */
  private keepWhatWasOurs(): void {
    const { artifacts, archive, cluster } = this.environment;
    const bucket = artifacts.bucket !== undefined;
    const database = archive.enabled && archive.database !== undefined;
    const forgotten = [
      ...(bucket ? [...bucketAddresses("artifacts"), ...bucketAddresses("access-logs")] : []),
      ...(database ? archiveAddresses("archive", cluster.securityGroupIds) : []),
      ...(bucket && this.#key === undefined ? ["aws_kms_key.argo", "aws_kms_alias.argo"] : []),
    ];
    if (forgotten.length === 0) return;
    this.addOverride(
      "removed",
      forgotten.map((from) => ({ from, lifecycle: [{ destroy: false }] })),
    );
  }

  private nameDatabase({ host, secretArn }: NonNullable<Environment["archive"]["database"]>): void {
    new TerraformOutput(this, "database_endpoint", { value: host });
    new TerraformOutput(this, "database_secret_arn", { value: secretArn });
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

  private addArchive(name: string): void {
    const { environment, key } = this;
    const { archive: settings, cluster, network, iam, monitoring } = environment;
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
    const { alarmTopicArn: topicArn } = monitoring;
    if (topicArn !== undefined) new DatabaseAlarms(this, "archive-alarms", { databaseName: name, topicArn });
    new TerraformOutput(this, "database_endpoint", { value: archive.endpoint });
    new TerraformOutput(this, "database_secret_arn", { value: password.secretArn });
  }
}
