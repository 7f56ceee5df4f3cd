import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { type AccountAndRegion, archiveDatabase, databaseLogGroup, databasePort } from "../../config/naming";
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

/** Statements that take longer are logged. In milliseconds. */
const slowStatement = 1000;

/**
 * Aurora PostgreSQL Serverless v2 for the archive of finished workflows: encrypted, TLS only, logged, monitored,
 * backed up, reachable only from the cluster's nodes. AWS takes a final snapshot before it deletes the database.
 */
export class ArchiveDatabase extends Construct {
  readonly endpoint: string;

  constructor(scope: Construct, id: string, props: ArchiveDatabaseProps) {
    super(scope, id);
    const { location, name, settings, network, kmsKeyArn, username, password } = props;
    const subnets = addressed(
      id,
      new DbSubnetGroup(this, "subnets", {
        name,
        description: "Isolated subnets of the Argo Workflows archive",
        subnetIds: network.databaseSubnetIds,
      }),
    );
    const access = new DatabaseAccess(this, "access", {
      name,
      vpcId: network.vpcId,
      port: databasePort,
      clientGroupIds: props.clientGroupIds,
      logicalId: id,
    });
    // RDS would create the group itself, without retention and key.
    const log = addressed(
      id,
      new CloudwatchLogGroup(this, "log", {
        name: databaseLogGroup(name),
        retentionInDays: settings.logRetentionDays,
        kmsKeyId: kmsKeyArn,
      }),
    );
    const database = addressed(
      id,
      new RdsCluster(this, "cluster", {
        clusterIdentifier: name,
        engine: "aurora-postgresql",
        engineMode: "provisioned",
        engineVersion: settings.engineVersion,
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
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: [access.groupId],
        dbClusterParameterGroupName: this.parameters(id, name, settings.engineVersion),
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
    const monitoring = new DatabaseMonitoring(this, "monitoring", {
      location,
      databaseName: name,
      name: props.monitoringRoleName,
      iam: props.iam,
      logicalId: `${id}-monitoring`,
    });
    const members = [
      "writer",
      ...Array.from({ length: settings.readers }, (_, index) => `reader-${index + 1}`),
    ];
    for (const member of members) {
      addressed(
        `${id}-${member}`,
        new RdsClusterInstance(this, member, {
          identifier: `${name}-${member}`,
          clusterIdentifier: database.id,
          engine: database.engine,
          engineVersion: database.engineVersion,
          instanceClass: "db.serverless",
          // Instances of tiers 0 and 1 scale with the writer, so that a failover gets a warm instance.
          promotionTier: member === "writer" ? 0 : 1,
          publiclyAccessible: false,
          autoMinorVersionUpgrade: true,
          caCertIdentifier: "rds-ca-rsa2048-g1",
          copyTagsToSnapshot: true,
          performanceInsightsEnabled: true,
          performanceInsightsKmsKeyId: kmsKeyArn,
          monitoringInterval: 60,
          monitoringRoleArn: monitoring.arn,
          applyImmediately: true,
          dependsOn: [...monitoring.ready],
        }),
      );
    }
    this.endpoint = database.endpoint;
  }

  /** @returns the name of the parameter group. It contains the major version, because a group can't change its family. */
  private parameters(id: string, name: string, engineVersion: string): string {
    const major = engineVersion.split(".")[0] ?? engineVersion;
    const group = addressed(
      id,
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
