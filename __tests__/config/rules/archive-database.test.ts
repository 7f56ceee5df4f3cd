import { complaints, edited, type Edits, problems } from "../../fixtures/environment-file";
import { database, existingDatabaseEdits } from "../../fixtures/existing-database";

const complaintsWith = (edits: Edits) => complaints(edited({ ...existingDatabaseEdits, ...edits }));

describe("an archive database that exists already", () => {
  const secret = (place: string, name = "postgres/argo") => `arn:${place}:secret:${name}-AbCdEf`;
  const key = (place: string) => `arn:${place}:key/22222222-2222-3333-4444-555555555555`;
  /** Long values are cut. */
  const shown = (text: string) => (text.length > 78 ? `"${text.slice(0, 76)}...` : `"${text}"`);
  const why =
    "has no effect while archive.database is set: the owner of that database decides about it; remove it";

  it("needs neither subnets nor security groups of the cluster", () =>
    expect(complaintsWith({ "network.databaseSubnetIds": "[]", "cluster.securityGroupIds": "[]" })).toEqual(
      [],
    ));

  it("still needs the issuer, with which External Secrets logs in", () =>
    expect(
      complaintsWith({
        "cluster.identity": "pod-identity",
        "cluster.oidcProvider": undefined,
        login: undefined,
      }),
    ).toContainEqual(
      expect.stringMatching(/^cluster\.oidcProvider: missing; must be set while archive\.enabled/),
    ));

  it("has no effect while the archive is off", () =>
    expect(complaintsWith({ "archive.enabled": "false" })).toEqual([
      "archive.database: a map has no effect while archive.enabled is false; remove it",
    ]));

  it("leaves everything about Aurora to its owner, and all mistakes are said at once, at their lines", () => {
    const content = edited({
      ...existingDatabaseEdits,
      "archive.minCapacity": "1",
      "archive.maxCapacity": "8",
      "archive.readers": "2",
      "archive.engineVersion": '"17"',
      "archive.backupRetentionDays": "30",
      "archive.backupWindow": '"01:00-02:00"',
      "archive.maintenanceWindow": '"mon:04:30-mon:05:30"',
      "archive.logRetentionDays": "90",
      "archive.deletionProtection": "false",
      "archive.login": "iam",
      "archive.database.cidrs": "[0.0.0.0/0]",
    });
    const row = (field: string) =>
      content.split("\n").findIndex((line) => line.startsWith(`  ${field}:`)) + 1;
    const lines = problems({ "dev.yaml": content });
    const aurora = [
      ...["minCapacity", "maxCapacity", "readers", "engineVersion", "backupRetentionDays", "backupWindow"],
      ...["maintenanceWindow", "logRetentionDays", "deletionProtection"],
    ];
    for (const field of aurora) {
      const start = `dev.yaml:${row(field)}:`;
      expect(lines).toContainEqual(
        expect.stringMatching(new RegExp(`^${start}\\d+ archive\\.${field}: .* ${why}$`)),
      );
    }
    expect(lines.map((line) => line.replace(/^dev\.yaml:\d+:\d+ /, ""))).toEqual(
      expect.arrayContaining([
        'archive.login: "iam" must be password while archive.database is set: Argo logs in with the user and password of its secretArn',
        'archive.database.cidrs[0]: "0.0.0.0/0" is wider than a private network; name the ranges of the database',
      ]),
    );
    expect(lines).toHaveLength(aurora.length + 2);
  });

  it("keeps what is about the archive itself", () =>
    expect(complaintsWith({ "archive.ttlDays": "365", "archive.passwordVersion": "2" })).toEqual([]));

  it.each([
    [
      "aws:secretsmanager:eu-central-1:999999999999",
      "belongs to account 999999999999, but the account of the environment is 123456789012",
    ],
    [
      "aws:secretsmanager:eu-west-1:123456789012",
      "is a secret in eu-west-1; External Secrets reads in eu-central-1",
    ],
    [
      "aws-cn:secretsmanager:eu-central-1:123456789012",
      "is in partition aws-cn, but region eu-central-1 is in aws",
    ],
  ])("has a secret of the environment's account and region, not of %s", (place, complaint) =>
    expect(complaintsWith({ "archive.database.secretArn": secret(place) })).toEqual([
      `archive.database.secretArn: ${shown(secret(place))} ${complaint}`,
    ]),
  );

  it.each([
    ["aws:kms:eu-central-1:999999999999", "belongs to account 999999999999"],
    ["aws:kms:eu-west-1:123456789012", "is a key in eu-west-1; External Secrets reads in eu-central-1"],
  ])("has a key of the environment's account and region, not of %s", (place, complaint) =>
    expect(complaintsWith({ "archive.database.secretKmsKeyArn": key(place) })).toEqual([
      expect.stringContaining(`archive.database.secretKmsKeyArn: "${key(place)}" ${complaint}`),
    ]),
  );

  it.each([
    ["dev/argo/database", true],
    ["dev/argo/team-backend/database", false],
    ["production/argo/a/b", false],
  ])("isn't among the secrets of a team: %s", (name, accepted) =>
    expect(
      complaintsWith({
        "archive.database.secretArn": secret("aws:secretsmanager:eu-central-1:123456789012", name),
      }),
    ).toEqual(
      accepted
        ? []
        : [
            expect.stringContaining(
              "is among the secrets of a team, whose own code may read it; keep it outside",
            ),
          ],
    ),
  );

  it.each([
    ["argo.cluster-abc123.eu-central-1.rds.amazonaws.com", false],
    ["argo.abc123.cn-north-1.rds.amazonaws.com.cn", false],
    // AWS signs these with a public authority.
    ["argo.proxy-abc123.eu-central-1.rds.amazonaws.com", true],
    ["postgres.example.com", true],
  ])("trusts public authorities for %s: %s", (host, accepted) =>
    expect(complaintsWith({ "archive.database.host": host, "archive.database.rootCA": undefined })).toEqual(
      accepted
        ? []
        : [
            "archive.database.rootCA: missing; must be set for a host of RDS, whose authorities aren't public ones; AWS has a bundle of certificates for each region",
          ],
    ),
  );

  it.each([
    ["10.0.0.0/8", undefined],
    ["10.0.0.7/32", undefined],
    ["8.0.0.0/7", "is wider than a private network; name the ranges of the database"],
    ["169.254.169.254/32", "has link-local addresses; name the ranges of the database"],
    ["169.254.0.0/15", "has link-local addresses; name the ranges of the database"],
  ])("is in ranges of its own, not in %s", (range, complaint) =>
    expect(complaintsWith({ "archive.database.cidrs": `[${range}]` })).toEqual(
      complaint === undefined ? [] : [`archive.database.cidrs[0]: "${range}" ${complaint}`],
    ),
  );

  it.each([
    [database.secretArn, "is or includes the password of the archive"],
    ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:postgres/*", "is or includes the password"],
    [
      "arn:aws:secretsmanager:eu-central-1:123456789012:secret:postgres/arg?-??????",
      "is or includes the password",
    ],
    ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:postgres/other-*", undefined],
    ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:postgres/argo-AbCdE", undefined],
    [database.secretKmsKeyArn, "is the key of the archive's password"],
  ])("has a password that no team's own code reads: %s", (resource, complaint) => {
    const action = resource.includes(":kms:") ? "kms:Decrypt" : "secretsmanager:GetSecretValue";
    const statements = `[{ Action: ["${action}"], Resource: ["${resource}"] }]`;
    expect(complaintsWith({ "teams.backend.extraStatements": statements })).toEqual(
      complaint === undefined ? [] : [expect.stringContaining(complaint)],
    );
  });
});
