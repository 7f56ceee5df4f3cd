import { ArtifactBucket } from "../../../constructs/aws/artifact-bucket";
import { PrivateBucket } from "../../../constructs/aws/private-bucket";
import { policyAt, statement } from "../../fixtures/policies";
import { environment, parsed, resource } from "../../fixtures/synthesis";

describe("ArtifactBucket", () => {
  const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/1";
  const json = (artifacts: Record<string, number> = {}, allowedVpcEndpoints: string[] = [], days?: number) =>
    parsed((scope) => {
      const place = environment({ artifacts });
      const accessLogs = new PrivateBucket(scope, "logs", {
        location: place,
        name: "example-logs",
        encryption: "SSE-S3",
        lifecycle: [],
        preventDestroy: false,
      });
      new ArtifactBucket(scope, "artifacts", {
        location: place,
        name: "example",
        kmsKeyArn,
        accessLogs,
        retention: place.artifacts,
        sooner: days === undefined ? [] : [{ namespace: "team-a", days }],
        allowedVpcEndpoints,
      });
    });

  it("keeps artifacts for 30 days, and deleted ones for 7 more, by default", () => {
    expect(rule(json(), "expire-artifacts")).toMatchObject({
      status: "Enabled",
      filter: [{}],
      expiration: [{ days: 30 }],
      noncurrent_version_expiration: [{ noncurrent_days: 7 }],
    });
    expect(rule(json({ retentionDays: 365, noncurrentDays: 1 }), "expire-artifacts")).toMatchObject({
      expiration: [{ days: 365 }],
      noncurrent_version_expiration: [{ noncurrent_days: 1 }],
    });
  });

  it("deletes a team's artifacts sooner, and nothing else of it", () => {
    expect(rule(json({}, [], 3), "expire-team-a")).toMatchObject({
      status: "Enabled",
      filter: [{ prefix: "artifacts/team-a/" }],
      expiration: [{ days: 3 }],
      noncurrent_version_expiration: [{ noncurrent_days: 7 }],
    });
  });

  it("tiers artifacts after a day by default", () => {
    const tiering = (days: number) => ({
      status: "Enabled",
      filter: [{}],
      transition: [{ days, storage_class: "INTELLIGENT_TIERING" }],
    });
    expect(rule(json(), "tier-artifacts")).toMatchObject(tiering(1));
    expect(rule(json({ intelligentTieringDays: 14 }), "tier-artifacts")).toMatchObject(tiering(14));
  });

  it("deletes unfinished uploads", () => {
    expect(rule(json(), "end-unfinished-uploads")).toHaveProperty("abort_incomplete_multipart_upload");
  });

  it("lets objects through the named endpoints only, if there are any", () => {
    const policy = policyAt(json({}, ["vpce-01234567"]), "aws_s3_bucket_policy", "artifacts");
    expect(statement(policy, "RefuseOtherNetworks")).toMatchObject({
      Effect: "Deny",
      Action: ["s3:GetObject*", "s3:PutObject*", "s3:DeleteObject*"],
      Condition: {
        StringNotEquals: { "aws:SourceVpce": ["vpce-01234567"] },
        Bool: { "aws:PrincipalIsAWSService": "false" },
      },
    });
    expect(JSON.stringify(policyAt(json(), "aws_s3_bucket_policy", "artifacts"))).not.toContain("SourceVpce");
  });

  it("refuses uploads that name another kind of encryption, and accepts those that name none", () => {
    expect(statement(policyAt(json(), "aws_s3_bucket_policy", "artifacts"), "RefuseOtherEncryption")).toEqual(
      {
        Sid: "RefuseOtherEncryption",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::example/*",
        Condition: {
          StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
          Null: { "s3:x-amz-server-side-encryption": "false" },
        },
      },
    );
  });

  it("refuses uploads with a key of their own", () => {
    expect(statement(policyAt(json(), "aws_s3_bucket_policy", "artifacts"), "RefuseCustomerKeys")).toEqual({
      Sid: "RefuseCustomerKeys",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::example/*",
      Condition: { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
    });
  });

  it("is encrypted with the key it is given, logged, and safe from destroy", () => {
    expect(resource(json(), "aws_s3_bucket", "artifacts").lifecycle).toEqual({ prevent_destroy: true });
    expect(resource(json(), "aws_s3_bucket_logging", "artifacts")).toMatchObject({
      target_prefix: "artifacts/",
    });
    expect(resource(json(), "aws_s3_bucket_server_side_encryption_configuration", "artifacts")).toMatchObject(
      { rule: [{ apply_server_side_encryption_by_default: { kms_master_key_id: kmsKeyArn } }] },
    );
  });
});

function rule(json: ReturnType<typeof parsed>, id: string): unknown {
  const rules = resource(json, "aws_s3_bucket_lifecycle_configuration", "artifacts").rule as { id: string }[];
  return rules.find((one) => one.id === id);
}
