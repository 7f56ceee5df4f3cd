import { database, existingDatabase } from "../fixtures/existing-database";
import { policyAt, statement } from "../fixtures/policies";
import { addresses, environment, resource, stackOf } from "../fixtures/synthesis";

describe("StorageStack", () => {
  const storage = (changes: Record<string, unknown> = {}) => stackOf(environment(changes), "storage");
  const without = storage();
  const withArchive = storage({ archive: { enabled: true } });

  it("keeps artifacts in <env>-argo-artifacts-<account>, and their access log in a second bucket", () => {
    expect(resource(without, "aws_s3_bucket", "artifacts").bucket).toBe("test-argo-artifacts-123456789012");
    expect(resource(without, "aws_s3_bucket", "access-logs").bucket).toBe(
      "test-argo-artifacts-logs-123456789012",
    );
    expect(resource(without, "aws_s3_bucket_logging", "artifacts")).toMatchObject({
      target_bucket: "${aws_s3_bucket.access-logs.bucket}",
      target_prefix: "artifacts/",
    });
  });

  it("lets log delivery write the log of the artifact bucket, and of no other", () => {
    expect(
      statement(policyAt(without, "aws_s3_bucket_policy", "access-logs"), "LogDeliveryMayWrite"),
    ).toMatchObject({
      Resource: "arn:aws:s3:::test-argo-artifacts-logs-123456789012/*",
      Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::test-argo-artifacts-123456789012" } },
    });
  });

  it("keeps access logs for 90 days, unless told otherwise", () => {
    const rules = (changes: Record<string, unknown>) =>
      resource(storage(changes), "aws_s3_bucket_lifecycle_configuration", "access-logs").rule;
    expect(rules({})).toContainEqual(expect.objectContaining({ expiration: [{ days: 90 }] }));
    expect(rules({ artifacts: { accessLogDays: 365 } })).toContainEqual(
      expect.objectContaining({ expiration: [{ days: 365 }] }),
    );
  });

  it("encrypts everything with one key, known as alias/<env>-argo", () => {
    expect(resource(withArchive, "aws_kms_alias", "argo")).toMatchObject({ name: "alias/test-argo" });
    const keys = Object.values(withArchive.resource)
      .flatMap((resources) => Object.values(resources))
      .flatMap(
        (attributes) => JSON.stringify(attributes).match(/"[a-z_]*kms[a-z_]*key[a-z_]*":"[^"]*"/g) ?? [],
      );
    expect(keys.length).toBeGreaterThanOrEqual(5);
    expect(keys.map((pair) => pair.split('":"')[1])).toEqual(keys.map(() => '${aws_kms_key.argo.arn}"'));
  });

  it("has a signing key for each team that signs, for the team's signer and the accounts that verify", () => {
    const json = storage({
      iam: { path: "/argo/" },
      teams: {
        a: { buildsImages: true, repositories: ["ab"], signing: { verifiers: ["333333333333"] } },
        b: { buildsImages: true, repositories: ["cd"], signing: { enabled: false } },
      },
    });
    expect(Object.keys(json.resource.aws_kms_key ?? {}).sort()).toEqual(["argo", "signing-team-a"]);
    expect(resource(json, "aws_kms_alias", "signing-team-a")).toMatchObject({
      name: "alias/test-argo-signing-team-a",
    });
    const policy = policyAt(json, "aws_kms_key", "signing-team-a");
    expect(statement(policy, "OnlyTheSignerSigns").Condition).toEqual({
      ArnNotEquals: {
        "aws:PrincipalArn": "arn:aws:iam::123456789012:role/argo/test-argo-signer-team-a",
      },
    });
    expect(statement(policy, "AccountsMayVerify").Principal).toEqual({
      AWS: ["arn:aws:iam::333333333333:root"],
    });
  });

  it("has no archive unless the file asks for one", () => {
    expect(addresses(without).filter((address) => !/^aws_(s3|kms)_/.test(address))).toEqual([]);
    expect(without).not.toHaveProperty("ephemeral");
    expect(policyAt(without, "aws_kms_key", "argo").Statement).toHaveLength(1);
  });

  it("lets CloudWatch Logs use the key for the archive's log group", () => {
    expect(policyAt(withArchive, "aws_kms_key", "argo").Statement).toContainEqual(
      expect.objectContaining({
        Condition: {
          ArnEquals: {
            "kms:EncryptionContext:aws:logs:arn":
              "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/rds/cluster/test-argo-archive/postgresql",
          },
        },
      }),
    );
    expect(resource(withArchive, "aws_cloudwatch_log_group", "archive").name).toBe(
      "/aws/rds/cluster/test-argo-archive/postgresql",
    );
  });

  it("keeps the archive's login in <env>/argo/database, under a name that PostgreSQL allows", () => {
    expect(resource(withArchive, "aws_secretsmanager_secret", "archive-password").name).toBe(
      "test/argo/database",
    );
    expect(resource(withArchive, "aws_rds_cluster", "archive")).toMatchObject({
      cluster_identifier: "test-argo-archive",
      master_username: "argo_admin",
    });
    expect(
      resource(withArchive, "aws_secretsmanager_secret_version", "archive-password").secret_string_wo,
    ).toContain('username = "argo_admin"');
  });

  it("rotates the password everywhere by one number", () => {
    const rotated = storage({ archive: { enabled: true, passwordVersion: 7 } });
    expect(resource(rotated, "aws_secretsmanager_secret_version", "archive-password")).toMatchObject({
      secret_string_wo_version: 7,
    });
    expect(resource(rotated, "aws_rds_cluster", "archive")).toMatchObject({ master_password_wo_version: 7 });
  });

  it("outputs bucket, endpoint and the secret's name, and nothing secret", () => {
    expect(without.output).toEqual({
      artifact_bucket_name: { value: "${aws_s3_bucket.artifacts.bucket}" },
      artifact_bucket_arn: { value: "arn:aws:s3:::test-argo-artifacts-123456789012" },
    });
    expect(withArchive.output).toEqual({
      ...without.output,
      database_endpoint: { value: "${aws_rds_cluster.archive.endpoint}" },
      database_secret_arn: { value: "${aws_secretsmanager_secret.archive-password.arn}" },
    });
  });
});

describe("StorageStack with an artifact bucket that exists already", () => {
  const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
  const artifacts = { bucket: "company-artifacts", kmsKeyArn };
  const alone = stackOf(environment({ artifacts }), "storage");
  const archived = stackOf(environment({ artifacts, archive: { enabled: true } }), "storage");

  it("creates neither bucket nor key, and only looks at them", () => {
    expect(alone).not.toHaveProperty("resource");
    expect(alone.data).toMatchObject({
      aws_s3_bucket: { artifacts: { bucket: "company-artifacts" } },
      aws_s3_bucket_policy: { artifacts: { bucket: "company-artifacts" } },
      aws_kms_key: { artifacts: { key_id: kmsKeyArn } },
    });
    expect(alone.output).toMatchObject({ artifact_bucket_name: { value: "company-artifacts" } });
  });

  it("keeps a bucket and a key that this project created before", () => {
    const { removed } = alone as unknown as { removed: { from: string; lifecycle: object[] }[] };
    expect(removed.every(({ lifecycle }) => JSON.stringify(lifecycle) === '[{"destroy":false}]')).toBe(true);
    const own = addresses(stackOf(environment(), "storage"));
    // A log bucket has no log of its own.
    expect(
      removed
        .map(({ from }) => from)
        .filter((from) => from !== "aws_s3_bucket_logging.access-logs")
        .sort(),
    ).toEqual(own);
  });

  it("has a key of its own for an archive", () => {
    expect(Object.keys(archived.resource.aws_kms_key ?? {})).toEqual(["argo"]);
    expect(archived.resource).not.toHaveProperty("aws_s3_bucket");
    expect(JSON.stringify((archived as unknown as { removed: object }).removed)).not.toContain("aws_kms");
  });

  it("opens objects only through the listed endpoints, in the policy of the roles", () => {
    const allowedVpcEndpoints = ["vpce-0123456789abcdef0"];
    const iam = stackOf(
      environment({ artifacts: { ...artifacts, allowedVpcEndpoints }, teams: { a: {} } }),
      "iam",
    );
    const policy = policyAt(iam, "aws_iam_role_policy", "artifacts-team-a");
    expect(statement(policy, "RefuseOtherNetworks")).toEqual({
      Sid: "RefuseOtherNetworks",
      Effect: "Deny",
      Action: ["s3:GetObject*", "s3:PutObject*", "s3:DeleteObject*"],
      Resource: "arn:aws:s3:::company-artifacts/*",
      Condition: {
        StringNotEquals: { "aws:SourceVpce": allowedVpcEndpoints },
        Bool: { "aws:PrincipalIsAWSService": "false" },
      },
    });
  });
});

describe("StorageStack with an archive database that exists already", () => {
  const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
  const artifacts = { bucket: "company-artifacts", kmsKeyArn };
  const plain = stackOf(environment(), "storage");
  const json = stackOf(environment({ archive: existingDatabase }), "storage");
  const both = stackOf(environment({ archive: existingDatabase, artifacts }), "storage");
  const removedOf = (of: object) =>
    (of as { removed: { from: string; lifecycle: object[] }[] }).removed.map(({ from }) => from);

  it("creates nothing for the archive, and no password", () => {
    expect(addresses(json)).toEqual(addresses(plain));
    expect(json).not.toHaveProperty("ephemeral");
    expect(both).not.toHaveProperty("resource");
  });

  it("names the database and its secret", () =>
    expect(json.output).toEqual({
      ...plain.output,
      database_endpoint: { value: "postgres.example.com" },
      database_secret_arn: { value: database.secretArn },
    }));

  it("keeps a database that this project created before, with all that belongs to it", () => {
    const { removed } = json as unknown as { removed: { lifecycle: object[] }[] };
    expect(removed.every(({ lifecycle }) => JSON.stringify(lifecycle) === '[{"destroy":false}]')).toBe(true);
    // As many readers as there can be.
    const created = environment({ archive: { enabled: true, readers: 15 } });
    const own = addresses(stackOf(created, "storage")).filter((each) => !addresses(plain).includes(each));
    expect(removedOf(json).sort()).toEqual(own);
    expect(own.length).toBeGreaterThan(25);
  });

  it("goes on encrypting that database's log", () =>
    expect(statement(policyAt(json, "aws_kms_key", "argo"), "LogGroupMayEncrypt")).toBeDefined());

  it("keeps the key too if the bucket is somebody else's as well", () => {
    expect(removedOf(json).filter((from) => from.startsWith("aws_kms"))).toEqual([]);
    expect(removedOf(both)).toEqual(expect.arrayContaining(["aws_kms_key.argo", "aws_rds_cluster.archive"]));
    expect(removedOf(both)).toContain("aws_s3_bucket.artifacts");
    expect(new Set(removedOf(both)).size).toBe(removedOf(both).length);
  });

  it("forgets nothing while this project creates the archive, or there is none", () => {
    for (const archive of [{ enabled: true }, {}])
      expect(stackOf(environment({ archive }), "storage")).not.toHaveProperty("removed");
  });
});
