import type { Construct } from "constructs";
import type { TerraformJson } from "../../../audit/terraform-json";
import { ArchiveDatabase } from "../../../constructs/aws/archive-database";
import { ArchivePassword } from "../../../constructs/aws/archive-password";
import { environment, parsed, resource } from "../../fixtures/synthesis";

const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/1";

function add(archive: Record<string, unknown> = {}) {
  return (scope: Construct) => {
    const username = "argo_admin";
    const password = new ArchivePassword(scope, "archive-password", {
      secretName: "test/argo/database",
      kmsKeyArn,
      username,
      version: 1,
    });
    const location = environment({ archive: { enabled: true, ...archive } });
    new ArchiveDatabase(scope, "archive", {
      location,
      name: "test-argo-archive",
      settings: location.archive,
      network: location.network,
      clientGroupIds: location.cluster.securityGroupIds,
      monitoringRoleName: "test-argo-archive-monitoring",
      iam: location.iam,
      kmsKeyArn,
      username,
      password,
    });
  };
}

describe("ArchiveDatabase", () => {
  const json = parsed(add());

  it("is Aurora PostgreSQL Serverless v2 with a database argo", () => {
    expect(resource(json, "aws_rds_cluster", "archive")).toMatchObject({
      cluster_identifier: "test-argo-archive",
      engine: "aurora-postgresql",
      engine_mode: "provisioned",
      database_name: "argo",
      port: 5432,
      serverlessv2_scaling_configuration: { min_capacity: 0.5, max_capacity: 4 },
    });
  });

  it("has the capacity of the environment file", () => {
    expect(cluster(parsed(add({ minCapacity: 1.5, maxCapacity: 16 })))).toMatchObject({
      serverlessv2_scaling_configuration: { min_capacity: 1.5, max_capacity: 16 },
    });
  });

  it("is encrypted with our key, and so are its insights", () => {
    expect(cluster(json)).toMatchObject({ storage_encrypted: true, kms_key_id: kmsKeyArn });
    for (const instance of instances(json)) {
      expect(instance).toMatchObject({
        performance_insights_enabled: true,
        performance_insights_kms_key_id: kmsKeyArn,
      });
    }
  });

  it("has no password that Terraform stores", () => {
    expect(cluster(json)).toMatchObject({
      master_username: "argo_admin",
      master_password_wo:
        "${jsondecode(ephemeral.aws_secretsmanager_secret_version.archive-password.secret_string).password}",
      master_password_wo_version: 1,
    });
    expect(cluster(json)).not.toHaveProperty("master_password");
  });

  it("accepts IAM logins too", () => {
    expect(cluster(json)).toMatchObject({ iam_database_authentication_enabled: true });
  });

  it("requires TLS, and logs schema changes and statements slower than a second", () => {
    expect(resource(json, "aws_rds_cluster_parameter_group", "archive")).toMatchObject({
      name: "test-argo-archive-postgresql16",
      family: "aurora-postgresql16",
      parameter: [
        { name: "rds.force_ssl", value: "1" },
        { name: "log_statement", value: "ddl" },
        { name: "log_min_duration_statement", value: "1000" },
      ],
      lifecycle: { create_before_destroy: true },
    });
    expect(cluster(json)).toMatchObject({
      db_cluster_parameter_group_name: "${aws_rds_cluster_parameter_group.archive.name}",
    });
  });

  it("gets a new parameter group for a new major version", () => {
    const newer = parsed(add({ engineVersion: "17.4" }));
    expect(cluster(newer)).toMatchObject({ engine_version: "17.4", allow_major_version_upgrade: true });
    expect(resource(newer, "aws_rds_cluster_parameter_group", "archive")).toMatchObject({
      name: "test-argo-archive-postgresql17",
      family: "aurora-postgresql17",
    });
  });

  it("exports its log to a group with retention and key, created before RDS creates one", () => {
    expect(
      resource(parsed(add({ logRetentionDays: 365 })), "aws_cloudwatch_log_group", "archive"),
    ).toMatchObject({
      name: "/aws/rds/cluster/test-argo-archive/postgresql",
      retention_in_days: 365,
      kms_key_id: kmsKeyArn,
    });
    expect(cluster(json)).toMatchObject({
      enabled_cloudwatch_logs_exports: ["postgresql"],
      depends_on: ["aws_cloudwatch_log_group.archive"],
    });
  });

  it("is backed up as the environment file says", () => {
    expect(cluster(json)).toMatchObject({
      backup_retention_period: 7,
      preferred_backup_window: "03:00-04:00",
      preferred_maintenance_window: "sun:04:30-sun:05:30",
    });
    expect(
      cluster(
        parsed(
          add({
            backupRetentionDays: 35,
            backupWindow: "01:00-02:00",
            maintenanceWindow: "mon:05:00-mon:06:00",
          }),
        ),
      ),
    ).toMatchObject({
      backup_retention_period: 35,
      preferred_backup_window: "01:00-02:00",
      preferred_maintenance_window: "mon:05:00-mon:06:00",
    });
  });

  it.each([true, false])(
    "keeps a final snapshot with its tags (deletion protection %s)",
    (deletionProtection) => {
      expect(cluster(parsed(add({ deletionProtection })))).toMatchObject({
        skip_final_snapshot: false,
        final_snapshot_identifier: "test-argo-archive-final",
        copy_tags_to_snapshot: true,
      });
    },
  );

  it("is protected from deletion in AWS and in Terraform by default", () => {
    expect(cluster(json)).toMatchObject({
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
    });
    const loose = cluster(parsed(add({ deletionProtection: false })));
    expect(loose).toMatchObject({ deletion_protection: false });
    expect(loose).not.toHaveProperty("lifecycle");
  });

  it("is in the isolated subnets, behind its own security group", () => {
    expect(resource(json, "aws_db_subnet_group", "archive")).toMatchObject({
      name: "test-argo-archive",
      subnet_ids: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    });
    expect(cluster(json)).toMatchObject({
      db_subnet_group_name: "${aws_db_subnet_group.archive.name}",
      vpc_security_group_ids: ["${aws_security_group.archive.id}"],
    });
    expect(
      resource(json, "aws_vpc_security_group_ingress_rule", "archive-from-sg-0123456789abcdef0"),
    ).toMatchObject({
      from_port: 5432,
      to_port: 5432,
    });
  });

  it.each([
    [0, ["archive-writer"]],
    [1, ["archive-reader-1", "archive-writer"]],
    [3, ["archive-reader-1", "archive-reader-2", "archive-reader-3", "archive-writer"]],
  ])("has a writer and %i readers", (readers, ids) => {
    expect(Object.keys(parsed(add({ readers })).resource.aws_rds_cluster_instance ?? {}).sort()).toEqual(ids);
  });

  it("runs private, patched, monitored instances with a current certificate", () => {
    for (const instance of instances(parsed(add({ readers: 2 })))) {
      expect(instance).toMatchObject({
        cluster_identifier: "${aws_rds_cluster.archive.id}",
        engine: "${aws_rds_cluster.archive.engine}",
        engine_version: "${aws_rds_cluster.archive.engine_version}",
        instance_class: "db.serverless",
        publicly_accessible: false,
        auto_minor_version_upgrade: true,
        ca_cert_identifier: "rds-ca-rsa2048-g1",
        copy_tags_to_snapshot: true,
        monitoring_interval: 60,
        monitoring_role_arn: "${aws_iam_role.archive-monitoring.arn}",
        depends_on: ["aws_iam_role_policy_attachment.archive-monitoring"],
      });
    }
  });

  it("keeps readers ready for a failover: they scale with the writer", () => {
    const { "archive-writer": writer, ...readers } =
      parsed(add({ readers: 2 })).resource.aws_rds_cluster_instance ?? {};
    expect(writer).toMatchObject({ identifier: "test-argo-archive-writer", promotion_tier: 0 });
    expect(Object.values(readers)).toMatchObject([
      { identifier: "test-argo-archive-reader-1", promotion_tier: 1 },
      { identifier: "test-argo-archive-reader-2", promotion_tier: 1 },
    ]);
  });

  it("applies changes immediately", () => {
    for (const one of [cluster(json), ...instances(json)])
      expect(one).toMatchObject({ apply_immediately: true });
  });
});

function cluster(json: TerraformJson) {
  return resource(json, "aws_rds_cluster", "archive");
}

function instances(json: TerraformJson) {
  const found = Object.values(json.resource.aws_rds_cluster_instance ?? {});
  expect(found).not.toEqual([]);
  return found;
}
