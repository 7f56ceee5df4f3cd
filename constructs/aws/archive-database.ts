import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { Construct } from "constructs";
import type { AccountAndRegion } from "../../config/arns";
import { archiveDatabase, databaseLogGroup, databasePort } from "../../config/aws-naming";
import type { Environment } from "../../config/environment";
import { addressed } from "../addressed";
import type { ArchivePassword } from "./archive-password";
import { DatabaseAccess } from "./database-access";
import { DatabaseMonitoring } from "./database-monitoring";

export interface ArchiveDatabaseProps {
  readonly location: AccountAndRegion;
  /** Cluster identifier, at most 63 characters including the suffixes of the instances. */
  readonly name: string;
  /** Engine version, capacity, backups and windows, as in the environment file. */
  readonly settings: Environment["archive"];
  readonly network: Pick<Environment["network"], "vpcId" | "databaseSubnetIds">;
  /** Security groups whose members may connect. */
  readonly clientGroupIds: readonly string[];
  /** Name of the role for enhanced monitoring, at most 64 characters. */
  readonly monitoringRoleName: string;
  /** Your organization's path and permissions boundary for roles. */
  readonly iam: Environment["iam"];
  readonly kmsKeyArn: string;
  readonly username: string;
  readonly password: ArchivePassword;
}

/**
 * Terraform addresses of everything that belongs to such a database and its password (`<id>-password`).
 * @param clientGroupIds as when it was created
 */
export function archiveAddresses(id: string, clientGroupIds: readonly string[]): string[] {
  const readers = Array.from({ length: mostReaders }, (_, index) => `reader-${index + 1}`);
  return [
    ...["db_subnet_group", "cloudwatch_log_group", "rds_cluster", "rds_cluster_parameter_group"].map(
      (type) => `aws_${type}.${id}`,
    ),
    ...["writer", ...readers].map((member) => `aws_rds_cluster_instance.${id}-${member}`),
    ...["iam_role", "iam_role_policy_attachment"].map((type) => `aws_${type}.${id}-monitoring`),
    `aws_security_group.${id}`,
    ...clientGroupIds.map((client) => `aws_vpc_security_group_ingress_rule.${id}-from-${client}`),
    ...["secretsmanager_secret", "secretsmanager_secret_version"].map((type) => `aws_${type}.${id}-password`),
  ];
}

/** Reader instances that an Aurora cluster can have. */
const mostReaders = 15;

/** Statements that take longer are logged. In milliseconds. */
const slowStatement = 1000;

/**
 * Aurora PostgreSQL Serverless v2 for the archive of finished workflows: encrypted, TLS only, logged, monitored,
 * backed up, reachable only from the cluster's nodes. AWS takes a final snapshot before it deletes the database.
 */
export class ArchiveDatabase extends Construct {
  readonly endpoint: string;

  constructor(
    scope: Construct,
    private readonly id: string,
    private readonly props: ArchiveDatabaseProps,
  ) {
    super(scope, id);
    const subnetGroup = this.subnets();
    const access = new DatabaseAccess(this, "access", {
      name: props.name,
      vpcId: props.network.vpcId,
      port: databasePort,
      clientGroupIds: props.clientGroupIds,
      logicalId: id,
    });
    const cluster = this.cluster(subnetGroup, access.groupId, this.logGroup());
    const monitoring = new DatabaseMonitoring(this, "monitoring", {
      location: props.location,
      databaseName: props.name,
      name: props.monitoringRoleName,
      iam: props.iam,
      logicalId: `${id}-monitoring`,
    });
    const readers = Array.from({ length: props.settings.readers }, (_, index) => `reader-${index + 1}`);
    for (const member of ["writer", ...readers]) this.instance(member, cluster, monitoring);
    this.endpoint = cluster.endpoint;
  }

  /** @returns the name of the subnet group */
  private subnets(): string {
    const group = addressed(
      this.id,
      new DbSubnetGroup(this, "subnets", {
        name: this.props.name,
        description: "Isolated subnets of the Argo Workflows archive",
        subnetIds: this.props.network.databaseSubnetIds,
      }),
    );
    return group.name;
  }

  /** RDS would create the group itself, without retention and key. */
  private logGroup(): CloudwatchLogGroup {
    const { name, settings, kmsKeyArn } = this.props;
    return addressed(
      this.id,
      new CloudwatchLogGroup(this, "log", {
        name: databaseLogGroup(name),
        retentionInDays: settings.logRetentionDays,
        kmsKeyId: kmsKeyArn,
      }),
    );
  }

  private cluster(subnetGroup: string, securityGroup: string, log: CloudwatchLogGroup): RdsCluster {
    const { name, settings, kmsKeyArn, username, password } = this.props;
    return addressed(
      this.id,
      new RdsCluster(this, "cluster", {
        clusterIdentifier: name,
        engine: "aurora-postgresql",
        engineMode: "provisioned",
        engineVersion: settings.engineVersion,
        // Otherwise AWS refuses a higher major version in the environment file.
        allowMajorVersionUpgrade: true,
        databaseName: archiveDatabase,
        port: databasePort,
        masterUsername: username,
        masterPasswordWo: password.password,
        masterPasswordWoVersion: password.version,
        iamDatabaseAuthenticationEnabled: true,
        serverlessv2ScalingConfiguration: {
          minCapacity: settings.minCapacity,
          maxCapacity: settings.maxCapacity,
        },
        dbSubnetGroupName: subnetGroup,
        vpcSecurityGroupIds: [securityGroup],
        dbClusterParameterGroupName: this.parameters(),
        storageEncrypted: true,
        kmsKeyId: kmsKeyArn,
        enabledCloudwatchLogsExports: ["postgresql"],
        backupRetentionPeriod: settings.backupRetentionDays,
        preferredBackupWindow: settings.backupWindow,
        preferredMaintenanceWindow: settings.maintenanceWindow,
        copyTagsToSnapshot: true,
        deletionProtection: settings.deletionProtection,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: `${name}-final`,
        // Apply what the plan shows now, not in the next maintenance window.
        applyImmediately: true,
        dependsOn: [log],
        ...(settings.deletionProtection && { lifecycle: { preventDestroy: true } }),
      }),
    );
  }

  private instance(member: string, cluster: RdsCluster, monitoring: DatabaseMonitoring): void {
    addressed(
      `${this.id}-${member}`,
      new RdsClusterInstance(this, member, {
        identifier: `${this.props.name}-${member}`,
        clusterIdentifier: cluster.id,
        engine: cluster.engine,
        engineVersion: cluster.engineVersion,
        instanceClass: "db.serverless",
        // Instances of tiers 0 and 1 scale with the writer, so that a failover gets a warm instance.
        promotionTier: member === "writer" ? 0 : 1,
        publiclyAccessible: false,
        autoMinorVersionUpgrade: true,
        caCertIdentifier: "rds-ca-rsa2048-g1",
        copyTagsToSnapshot: true,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: this.props.kmsKeyArn,
        monitoringInterval: 60,
        monitoringRoleArn: monitoring.arn,
        applyImmediately: true,
        dependsOn: [...monitoring.ready],
      }),
    );
  }

  /** @returns the name of the parameter group. It contains the major version, because a group can't change its family. */
  private parameters(): string {
    const { name, settings } = this.props;
    const { engineVersion } = settings;
    const major = engineVersion.split(".")[0] ?? engineVersion;
    const group = addressed(
      this.id,
      new RdsClusterParameterGroup(this, "parameters", {
        name: `${name}-postgresql${major}`,
        family: `aurora-postgresql${major}`,
        description: "Argo Workflows archive: TLS only, schema changes and slow statements logged",
        parameter: [
          { name: "rds.force_ssl", value: "1" },
          { name: "log_statement", value: "ddl" },
          { name: "log_min_duration_statement", value: String(slowStatement) },
        ],
        lifecycle: { createBeforeDestroy: true },
      }),
    );
    return group.name;
  }
}
