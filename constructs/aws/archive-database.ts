import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { archiveDatabase, databaseLogGroup, databasePort } from "../../config/naming";
import { addressed } from "../addressed";
import type { ArchivePassword } from "./archive-password";
import { DatabaseAccess } from "./database-access";
import { DatabaseMonitoring } from "./database-monitoring";

export interface ArchiveDatabaseProps {
  readonly environment: Environment;
  /** Cluster identifier, at most 63 characters with the instances' endings. */
  readonly name: string;
  readonly kmsKeyArn: string;
  readonly username: string;
  readonly password: ArchivePassword;
}

/** Statements that take longer are logged, in milliseconds. */
const slowStatement = 1000;

/**
 * Aurora PostgreSQL Serverless v2 for the archive of finished workflows: encrypted, TLS only, logged, monitored,
 * backed up, reachable from the cluster's nodes alone. A final snapshot is taken before it goes.
 */
export class ArchiveDatabase extends Construct {
  readonly endpoint: string;

  constructor(scope: Construct, id: string, props: ArchiveDatabaseProps) {
    super(scope, id);
    const { environment, name, kmsKeyArn, username, password } = props;
    const { archive, cluster, network } = environment;
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
      clientGroupIds: cluster.securityGroupIds,
      logicalId: id,
    });
    // RDS would make the group itself, without retention and key.
    const log = addressed(
      id,
      new CloudwatchLogGroup(this, "log", {
        name: databaseLogGroup(name),
        retentionInDays: archive.logRetentionDays,
        kmsKeyId: kmsKeyArn,
      }),
    );
    const database = addressed(
      id,
      new RdsCluster(this, "cluster", {
        clusterIdentifier: name,
        engine: "aurora-postgresql",
        engineMode: "provisioned",
        engineVersion: archive.engineVersion,
        databaseName: archiveDatabase,
        port: databasePort,
        masterUsername: username,
        masterPasswordWo: password.password,
        masterPasswordWoVersion: password.version,
        iamDatabaseAuthenticationEnabled: true,
        serverlessv2ScalingConfiguration: {
          minCapacity: archive.minCapacity,
          maxCapacity: archive.maxCapacity,
        },
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: [access.groupId],
        dbClusterParameterGroupName: this.parameters(id, name, archive.engineVersion),
        storageEncrypted: true,
        kmsKeyId: kmsKeyArn,
        enabledCloudwatchLogsExports: ["postgresql"],
        backupRetentionPeriod: archive.backupRetentionDays,
        preferredBackupWindow: archive.backupWindow,
        preferredMaintenanceWindow: archive.maintenanceWindow,
        copyTagsToSnapshot: true,
        deletionProtection: archive.deletionProtection,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: `${name}-final`,
        // What the plan shows is done at once, not in the next maintenance window.
        applyImmediately: true,
        dependsOn: [log],
        ...(archive.deletionProtection && { lifecycle: { preventDestroy: true } }),
      }),
    );
    const monitoring = new DatabaseMonitoring(this, "monitoring", {
      environment,
      logicalId: `${id}-monitoring`,
    });
    const members = [
      "writer",
      ...Array.from({ length: archive.readers }, (_, index) => `reader-${index + 1}`),
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
          // Tiers 0 and 1 keep the writer's size, so that a failover meets a warm instance.
          promotionTier: member === "writer" ? 0 : 1,
          publiclyAccessible: false,
          autoMinorVersionUpgrade: true,
          caCertIdentifier: "rds-ca-rsa2048-g1",
          copyTagsToSnapshot: true,
          performanceInsightsEnabled: true,
          performanceInsightsKmsKeyId: kmsKeyArn,
          monitoringInterval: 60,
          monitoringRoleArn: monitoring.roleArn,
          applyImmediately: true,
          dependsOn: [monitoring.attached],
        }),
      );
    }
    this.endpoint = database.endpoint;
  }

  /** Name of the parameter group; it carries the major version, since a group can't change its family. */
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
