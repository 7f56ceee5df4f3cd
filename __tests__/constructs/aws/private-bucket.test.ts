import { expiry, PrivateBucket, type PrivateBucketProps } from "../../../constructs/aws/private-bucket";
import { policyAt } from "../../fixtures/policies";
import { environment, parsed, resource } from "../../fixtures/synthesis";

describe("PrivateBucket", () => {
  const props: PrivateBucketProps = {
    location: environment(),
    name: "example",
    encryption: { kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" },
    lifecycle: [],
    preventDestroy: true,
  };
  const json = (changes: Partial<PrivateBucketProps> = {}) =>
    parsed((scope) => new PrivateBucket(scope, "data", { ...props, ...changes }));

  it("belongs to the account alone: ACLs are off", () => {
    expect(resource(json(), "aws_s3_bucket_ownership_controls", "data")).toMatchObject({
      bucket: "${aws_s3_bucket.data.bucket}",
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
  });

  it("is closed to the public in all four ways", () => {
    expect(resource(json(), "aws_s3_bucket_public_access_block", "data")).toMatchObject({
      bucket: "${aws_s3_bucket.data.bucket}",
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  it("encrypts with a key of ours, and asks KMS once for many objects", () => {
    expect(resource(json(), "aws_s3_bucket_server_side_encryption_configuration", "data")).toMatchObject({
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: "arn:aws:kms:eu-central-1:123456789012:key/1",
          },
          bucket_key_enabled: true,
        },
      ],
    });
  });

  it("encrypts with S3's key if a service can't use ours", () => {
    expect(
      resource(json({ encryption: "SSE-S3" }), "aws_s3_bucket_server_side_encryption_configuration", "data"),
    ).toMatchObject({ rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }] });
  });

  it("keeps old versions", () => {
    expect(resource(json(), "aws_s3_bucket_versioning", "data")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
  });

  it("deletes unfinished uploads in the whole bucket, in addition to its own rules", () => {
    const own = expiry("expire", 30, 7);
    const rules = resource(json({ lifecycle: [own] }), "aws_s3_bucket_lifecycle_configuration", "data").rule;
    expect(rules).toEqual([
      {
        id: "end-unfinished-uploads",
        status: "Enabled",
        filter: [{}],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
      {
        id: "expire",
        status: "Enabled",
        filter: [{}],
        expiration: [{ days: 30 }],
        noncurrent_version_expiration: [{ noncurrent_days: 7 }],
      },
    ]);
  });

  it("refuses plain HTTP and TLS older than 1.2, for the bucket and everything in it", () => {
    const everything = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::example", "arn:aws:s3:::example/*"],
    };
    expect(policyAt(json(), "aws_s3_bucket_policy", "data").Statement).toEqual([
      { Sid: "RefusePlainHttp", ...everything, Condition: { Bool: { "aws:SecureTransport": "false" } } },
      { Sid: "RefuseOldTls", ...everything, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
    ]);
  });

  it("adds the given statements to these", () => {
    const more = {
      Sid: "More",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: "*",
    } as const;
    expect(policyAt(json({ policy: [more] }), "aws_s3_bucket_policy", "data").Statement).toEqual([
      expect.objectContaining({ Sid: "RefusePlainHttp" }),
      expect.objectContaining({ Sid: "RefuseOldTls" }),
      more,
    ]);
  });

  it("is protected from accidental destroy if you ask for it", () => {
    expect(resource(json(), "aws_s3_bucket", "data").lifecycle).toEqual({ prevent_destroy: true });
    expect(resource(json({ preventDestroy: false }), "aws_s3_bucket", "data")).not.toHaveProperty(
      "lifecycle",
    );
  });

  it("is never emptied for a destroy", () => {
    for (const preventDestroy of [true, false]) {
      expect(resource(json({ preventDestroy }), "aws_s3_bucket", "data")).toMatchObject({
        bucket: "example",
        force_destroy: false,
      });
    }
  });

  it("changes access settings in an order that S3 accepts", () => {
    expect(resource(json(), "aws_s3_bucket_policy", "data")).toMatchObject({
      depends_on: ["aws_s3_bucket_public_access_block.data"],
    });
    expect(resource(json(), "aws_s3_bucket_lifecycle_configuration", "data")).toMatchObject({
      depends_on: ["aws_s3_bucket_versioning.data"],
    });
  });

  it("logs no access without a target bucket", () => {
    expect(json().resource).not.toHaveProperty("aws_s3_bucket_logging");
  });

  it("logs access to another bucket, after that bucket allows it", () => {
    const logged = parsed((scope) => {
      const accessLogs = new PrivateBucket(scope, "logs", { ...props, name: "example-logs" });
      new PrivateBucket(scope, "data", { ...props, accessLogs });
    });
    expect(resource(logged, "aws_s3_bucket_logging", "data")).toMatchObject({
      bucket: "${aws_s3_bucket.data.bucket}",
      target_bucket: "${aws_s3_bucket.logs.bucket}",
      target_prefix: "data/",
      depends_on: ["aws_s3_bucket_policy.logs"],
    });
  });

  it.each([
    ["eu-central-1", "arn:aws:s3:::example"],
    ["cn-north-1", "arn:aws-cn:s3:::example"],
    ["us-gov-west-1", "arn:aws-us-gov:s3:::example"],
  ])("has an ARN of the partition of %s", (region, arn) => {
    parsed((scope) => {
      const bucket = new PrivateBucket(scope, "data", { ...props, location: environment({ region }) });
      expect(bucket.arn).toBe(arn);
    });
  });
});
