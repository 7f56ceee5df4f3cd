import { AccessLogBucket } from "../../../constructs/aws/access-log-bucket";
import { policyAt, statement } from "../../fixtures/policies";
import { environment, parsed, resource } from "../../fixtures/synthesis";

describe("AccessLogBucket", () => {
  const json = parsed((scope) => {
    new AccessLogBucket(scope, "access-logs", {
      location: environment(),
      name: "example-logs",
      source: "example",
      retentionDays: 90,
    });
  });

  it("lets S3's log delivery write for one bucket of one account", () => {
    expect(statement(policyAt(json, "aws_s3_bucket_policy", "access-logs"), "LogDeliveryMayWrite")).toEqual({
      Sid: "LogDeliveryMayWrite",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::example-logs/*",
      Condition: {
        ArnEquals: { "aws:SourceArn": "arn:aws:s3:::example" },
        StringEquals: { "aws:SourceAccount": "123456789012" },
      },
    });
  });

  it("is encrypted by S3: log delivery can't use our key", () => {
    expect(resource(json, "aws_s3_bucket_server_side_encryption_configuration", "access-logs")).toMatchObject(
      {
        rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
      },
    );
  });

  it("deletes logs after the retention time", () => {
    expect(resource(json, "aws_s3_bucket_lifecycle_configuration", "access-logs").rule).toContainEqual(
      expect.objectContaining({ expiration: [{ days: 90 }], filter: [{}], status: "Enabled" }),
    );
  });

  it("logs no access to itself, because that would never end", () => {
    expect(json.resource).not.toHaveProperty("aws_s3_bucket_logging");
  });

  it("can be destroyed with its environment, after somebody emptied it", () => {
    expect(resource(json, "aws_s3_bucket", "access-logs")).toEqual({
      bucket: "example-logs",
      force_destroy: false,
    });
  });
});
