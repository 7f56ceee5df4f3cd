import { PrivateBucket } from "../../../constructs/aws/private-bucket";
import { StateBucket } from "../../../constructs/aws/state-bucket";
import { policyAt } from "../../fixtures/policies";
import { environment, parsed, resource } from "../../fixtures/synthesis";

describe("StateBucket", () => {
  const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/1";
  const json = parsed((scope) => {
    const place = environment();
    const accessLogs = new PrivateBucket(scope, "state-logs", {
      location: place,
      name: "example-logs",
      encryption: "SSE-S3",
      lifecycle: [],
      preventDestroy: false,
    });
    new StateBucket(scope, "state-bucket", { location: place, name: "example", kmsKeyArn, accessLogs });
  });

  it("never deletes the current state, and keeps old ones for 90 days", () => {
    const rules = resource(json, "aws_s3_bucket_lifecycle_configuration", "state-bucket").rule;
    expect(rules).toContainEqual({
      id: "expire-old-states",
      status: "Enabled",
      filter: [{}],
      noncurrent_version_expiration: [{ noncurrent_days: 90 }],
    });
    expect(JSON.stringify(rules)).not.toContain('"expiration"');
  });

  it("stores nothing with another kind of encryption", () => {
    const sids = policyAt(json, "aws_s3_bucket_policy", "state-bucket").Statement.map(({ Sid }) => Sid);
    expect(sids).toEqual(["RefusePlainHttp", "RefuseOldTls", "RefuseOtherEncryption", "RefuseCustomerKeys"]);
  });

  it("is encrypted with a key of ours, logged, and safe from destroy", () => {
    expect(resource(json, "aws_s3_bucket", "state-bucket").lifecycle).toEqual({ prevent_destroy: true });
    expect(resource(json, "aws_s3_bucket_logging", "state-bucket")).toMatchObject({
      target_bucket: "${aws_s3_bucket.state-logs.bucket}",
    });
    expect(
      resource(json, "aws_s3_bucket_server_side_encryption_configuration", "state-bucket"),
    ).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { kms_master_key_id: kmsKeyArn } }],
    });
  });
});
