import { DatabaseMonitoring } from "../../../constructs/aws/database-monitoring";
import { policyAt } from "../../fixtures/policies";
import { environment, parsed, resource } from "../../fixtures/synthesis";

describe("DatabaseMonitoring", () => {
  const json = (changes: Record<string, unknown> = {}) =>
    parsed((scope) => {
      const location = environment(changes);
      new DatabaseMonitoring(scope, "monitoring", {
        location,
        databaseName: "test-argo-archive",
        name: "test-argo-archive-monitoring",
        iam: location.iam,
        logicalId: "archive-monitoring",
      });
    });

  it("can be assumed only by RDS, for the archive's instances", () => {
    expect(policyAt(json(), "aws_iam_role", "archive-monitoring", "assume_role_policy").Statement).toEqual([
      {
        Sid: "RdsMonitorsTheArchive",
        Effect: "Allow",
        Principal: { Service: "monitoring.rds.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:rds:eu-central-1:123456789012:db:test-argo-archive-*" },
        },
      },
    ]);
  });

  it.each([
    ["eu-central-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("has only the permissions in %s that AWS documents for monitoring", (region, partition) => {
    expect(json({ region }).resource.aws_iam_role_policy_attachment).toEqual({
      "archive-monitoring": {
        role: "${aws_iam_role.archive-monitoring.name}",
        policy_arn: `arn:${partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`,
      },
    });
    expect(json({ region }).resource).not.toHaveProperty("aws_iam_role_policy");
  });

  it("follows your organization's rules for roles", () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    expect(
      resource(
        json({ iam: { path: "/argo/", permissionsBoundaryArn } }),
        "aws_iam_role",
        "archive-monitoring",
      ),
    ).toMatchObject({
      name: "test-argo-archive-monitoring",
      path: "/argo/",
      permissions_boundary: permissionsBoundaryArn,
    });
  });
});
