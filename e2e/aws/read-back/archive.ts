import { at, tags } from "../references";
import type { Reader } from "./reading";

/** Terraform's arguments, and the API's fields with the same meaning. */
type Names = Readonly<Record<string, string>>;

const clusterFields: Names = {
  engine: "Engine",
  engine_mode: "EngineMode",
  engine_version: "EngineVersion",
  database_name: "DatabaseName",
  port: "Port",
  master_username: "MasterUsername",
  iam_database_authentication_enabled: "IAMDatabaseAuthenticationEnabled",
  storage_encrypted: "StorageEncrypted",
  kms_key_id: "KmsKeyId",
  enabled_cloudwatch_logs_exports: "EnabledCloudwatchLogsExports",
  backup_retention_period: "BackupRetentionPeriod",
  preferred_backup_window: "PreferredBackupWindow",
  preferred_maintenance_window: "PreferredMaintenanceWindow",
  copy_tags_to_snapshot: "CopyTagsToSnapshot",
  deletion_protection: "DeletionProtection",
  db_subnet_group_name: "DBSubnetGroup",
  db_cluster_parameter_group_name: "DBClusterParameterGroup",
};
const instanceFields: Names = {
  identifier: "DBInstanceIdentifier",
  cluster_identifier: "DBClusterIdentifier",
  instance_class: "DBInstanceClass",
  engine: "Engine",
  publicly_accessible: "PubliclyAccessible",
  auto_minor_version_upgrade: "AutoMinorVersionUpgrade",
  ca_cert_identifier: "CACertificateIdentifier",
  copy_tags_to_snapshot: "CopyTagsToSnapshot",
  monitoring_interval: "MonitoringInterval",
  monitoring_role_arn: "MonitoringRoleArn",
  promotion_tier: "PromotionTier",
};

const named = (names: Names, value: (name: string) => unknown) =>
  Object.fromEntries(Object.entries(names).map(([argument, field]) => [argument, value(field)]));
const wanted = (json: Readonly<Record<string, unknown>>, names: Names) =>
  Object.fromEntries(Object.keys(names).map((argument) => [argument, json[argument]]));
const call = (service: string, operation: string, parameters: Record<string, unknown>) => ({
  service,
  operation,
  parameters,
});

/** How the archive is read back from RDS, Secrets Manager, EC2 and CloudWatch. */
export const archiveReaders: Readonly<Record<string, Reader>> = {
  aws_rds_cluster: ({ json, defaultTags }) => [
    {
      call: call("rds", "describe_db_clusters", { DBClusterIdentifier: json.cluster_identifier }),
      expected: {
        ...wanted(json, clusterFields),
        capacity: ["min_capacity", "max_capacity"].map((name) =>
          at(json, "serverlessv2_scaling_configuration", name),
        ),
        groups: json.vpc_security_group_ids,
        tags: defaultTags,
      },
      seen: (answer) => {
        const cluster = at(answer, "DBClusters", 0);
        return {
          ...named(clusterFields, (field) => at(cluster, field)),
          capacity: ["MinCapacity", "MaxCapacity"].map((name) =>
            at(cluster, "ServerlessV2ScalingConfiguration", name),
          ),
          groups: listOf(at(cluster, "VpcSecurityGroups"), "VpcSecurityGroupId"),
          tags: tags(at(cluster, "TagList")),
        };
      },
    },
  ],
  aws_rds_cluster_instance: ({ json, defaultTags }) => [
    {
      call: call("rds", "describe_db_instances", { DBInstanceIdentifier: json.identifier }),
      expected: { ...wanted(json, instanceFields), tags: defaultTags },
      seen: (answer) => {
        const instance = at(answer, "DBInstances", 0);
        return {
          ...named(instanceFields, (field) => at(instance, field)),
          tags: tags(at(instance, "TagList")),
        };
      },
    },
  ],
  aws_rds_cluster_parameter_group: ({ json }) => [
    {
      call: call("rds", "describe_db_cluster_parameters", { DBClusterParameterGroupName: json.name }),
      expected: Object.fromEntries(
        (json.parameter as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
      ),
      seen: (answer) => tags(at(answer, "Parameters"), "ParameterName", "ParameterValue"),
    },
  ],
  aws_db_subnet_group: ({ json }) => [
    {
      call: call("rds", "describe_db_subnet_groups", { DBSubnetGroupName: json.name }),
      expected: [...(json.subnet_ids as string[])].sort(),
      seen: (answer) => listOf(at(answer, "DBSubnetGroups", 0, "Subnets"), "SubnetIdentifier").sort(),
    },
  ],
  aws_cloudwatch_log_group: ({ json }) => [
    {
      call: call("logs", "describe_log_groups", { logGroupNamePrefix: json.name }),
      expected: [{ name: json.name, days: json.retention_in_days, key: json.kms_key_id }],
      seen: (answer) =>
        (at(answer, "logGroups") as unknown[]).map((group) => ({
          name: at(group, "logGroupName"),
          days: at(group, "retentionInDays"),
          key: at(group, "kmsKeyId"),
        })),
    },
  ],
  aws_secretsmanager_secret: ({ json, defaultTags }) => [
    {
      call: call("secretsmanager", "describe_secret", { SecretId: json.name }),
      expected: { key: json.kms_key_id, description: json.description, tags: defaultTags },
      seen: (answer) => ({
        key: at(answer, "KmsKeyId"),
        description: at(answer, "Description"),
        tags: tags(at(answer, "Tags")),
      }),
    },
  ],
  aws_security_group: ({ json, attributes }) => [
    {
      call: call("ec2", "describe_security_groups", { GroupIds: [attributes.id] }),
      expected: { vpc: json.vpc_id, name: json.name, description: json.description, egress: [] },
      seen: (answer) => {
        const group = at(answer, "SecurityGroups", 0);
        return {
          vpc: at(group, "VpcId"),
          name: at(group, "GroupName"),
          description: at(group, "Description"),
          egress: at(group, "IpPermissionsEgress"),
        };
      },
    },
  ],
  aws_vpc_security_group_ingress_rule: ({ json, attributes }) => [
    {
      call: call("ec2", "describe_security_group_rules", { SecurityGroupRuleIds: [attributes.id] }),
      expected: {
        group: json.security_group_id,
        from: json.referenced_security_group_id,
        ports: [json.from_port, json.to_port],
        protocol: json.ip_protocol,
        egress: false,
      },
      seen: (answer) => {
        const rule = at(answer, "SecurityGroupRules", 0);
        return {
          group: at(rule, "GroupId"),
          from: at(rule, "ReferencedGroupInfo", "GroupId"),
          ports: [at(rule, "FromPort"), at(rule, "ToPort")],
          protocol: at(rule, "IpProtocol"),
          egress: at(rule, "IsEgress"),
        };
      },
    },
  ],
};

function listOf(list: unknown, field: string): unknown[] {
  return Array.isArray(list) ? list.map((entry) => at(entry, field)) : [];
}
