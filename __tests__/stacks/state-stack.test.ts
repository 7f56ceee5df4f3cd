import { environment, resource, stackOf, synthesis } from "../fixtures/synthesis";

describe("StateStack", () => {
  const place = (bootstrap: string) => environment({ state: { bootstrap } });
  const local = stackOf(place("local"), "state");

  it("doesn't exist if the bucket exists already", () => {
    expect(Object.keys(synthesis(place("none")).stacks)).not.toContain("test-argo-state");
  });

  it("keeps its own state in a file at first, with a relative path", () => {
    expect(local.terraform.backend).toEqual({ local: { path: "terraform.tfstate" } });
  });

  it("keeps its own state in its own bucket once it has moved, and changes nothing else", () => {
    const moved = stackOf(place("s3"), "state");
    expect(moved.terraform.backend).toEqual({
      s3: {
        bucket: "example-state",
        key: "argo/test/state/terraform.tfstate",
        region: "eu-central-1",
        encrypt: true,
        kms_key_id: "arn:aws:kms:eu-central-1:123456789012:alias/example-state",
        allowed_account_ids: ["123456789012"],
        use_lockfile: true,
      },
    });
    expect(moved.resource).toEqual(local.resource);
  });

  it("keeps the state of the other stacks in the bucket from the start", () => {
    const { stacks } = synthesis(place("local"));
    for (const stack of ["test-argo-storage", "test-argo-iam"]) {
      expect(stacks[stack]?.terraform.backend).toMatchObject({ s3: { bucket: "example-state" } });
    }
  });

  it("creates the bucket and key that the backends name", () => {
    expect(resource(local, "aws_s3_bucket", "state-bucket").bucket).toBe("example-state");
    expect(resource(local, "aws_kms_alias", "state").name).toBe("alias/example-state");
    expect(
      resource(local, "aws_s3_bucket_server_side_encryption_configuration", "state-bucket"),
    ).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { kms_master_key_id: "${aws_kms_key.state.arn}" } }],
    });
  });

  it("logs access to the states, in a second bucket", () => {
    expect(resource(local, "aws_s3_bucket", "state-logs").bucket).toBe("example-state-logs");
    expect(resource(local, "aws_s3_bucket_logging", "state-bucket")).toMatchObject({
      target_bucket: "${aws_s3_bucket.state-logs.bucket}",
    });
    expect(resource(local, "aws_s3_bucket_policy", "state-logs").policy).toContain(
      'arn:aws:s3:::example-state"',
    );
  });

  it("keeps these logs as long as those of the artifacts", () => {
    const rules = (artifacts: Record<string, unknown>) =>
      resource(
        stackOf(environment({ state: { bootstrap: "local" }, artifacts }), "state"),
        "aws_s3_bucket_lifecycle_configuration",
        "state-logs",
      ).rule;
    expect(rules({})).toContainEqual(expect.objectContaining({ expiration: [{ days: 90 }] }));
    expect(rules({ accessLogDays: 365 })).toContainEqual(
      expect.objectContaining({ expiration: [{ days: 365 }] }),
    );
  });

  it("outputs the bucket's name", () => {
    expect(local.output).toEqual({ state_bucket_name: { value: "${aws_s3_bucket.state-bucket.bucket}" } });
  });
});
