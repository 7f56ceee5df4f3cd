import { complaints, edited, type Edits } from "../../fixtures/environment-file";
import { existingBucket } from "../../fixtures/fields";

describe("artifacts", () => {
  it("must move to Intelligent-Tiering before they are deleted", () => {
    const days = (tiering: string, retention: string) =>
      complaints(
        edited({ "artifacts.intelligentTieringDays": tiering, "artifacts.retentionDays": retention }),
      );
    expect(days("6", "7")).toEqual([]);
    expect(days("7", "7")).toEqual([
      "artifacts.intelligentTieringDays: 7 must be less than retentionDays (7)",
    ]);
  });
});

describe("an artifact bucket that exists already", () => {
  const complaintsWith = (edits: Edits) => complaints(edited({ ...existingBucket, ...edits }));
  const why =
    "has no effect while artifacts.bucket is set: the owner of that bucket decides how long it keeps objects; remove it";
  const key = (place: string) => `arn:${place}:key/11111111-2222-3333-4444-555555555555`;

  it("comes with its key", () => {
    expect(complaintsWith({})).toEqual([]);
    expect(complaintsWith({ "artifacts.kmsKeyArn": undefined })).toEqual([
      "artifacts.kmsKeyArn: missing; must be set while artifacts.bucket is set",
    ]);
    expect(complaintsWith({ "artifacts.bucket": undefined })).toEqual([
      expect.stringMatching(
        /^artifacts\.kmsKeyArn: .* has no effect while artifacts.bucket isn't set; remove it$/,
      ),
    ]);
  });

  it.each([
    [
      "aws:kms:eu-central-1:999999999999",
      "belongs to account 999999999999, but the account of the environment is 123456789012",
    ],
    [
      "aws:kms:eu-west-1:123456789012",
      "is a key in eu-west-1; a bucket in eu-central-1 needs one in eu-central-1",
    ],
  ])("has a key of the environment's account and region, not of %s", (place, complaint) => {
    expect(complaintsWith({ "artifacts.kmsKeyArn": key(place) })).toEqual([
      `artifacts.kmsKeyArn: "${key(place)}" ${complaint}`,
    ]);
  });

  it("keeps objects as long as its owner says", () => {
    const edits = {
      "artifacts.retentionDays": "60",
      "artifacts.noncurrentDays": "8",
      "artifacts.intelligentTieringDays": "2",
      "teams.backend.retentionDays": "7",
    };
    expect(complaintsWith(edits).sort()).toEqual([
      `artifacts.intelligentTieringDays: 2 ${why}`,
      `artifacts.noncurrentDays: 8 ${why}`,
      `artifacts.retentionDays: 60 ${why}`,
      `teams.backend.retentionDays: 7 ${why}`,
    ]);
    // A workflow may stay for longer than this project would keep its artifacts.
    expect(complaintsWith({ "workflows.ttl.afterFailureSeconds": "31536000" })).toEqual([]);
  });

  it("has no access logs of ours, but the state bucket can have some", () => {
    expect(complaintsWith({ "artifacts.accessLogDays": "30" })).toEqual([
      "artifacts.accessLogDays: 30 has no effect while artifacts.bucket is set and state.bootstrap is none: there are no such logs; remove it",
    ]);
    expect(complaintsWith({ "artifacts.accessLogDays": "30", "state.bootstrap": "s3" })).toEqual([]);
  });

  it("isn't the bucket of the state, and no team's own code reaches it or its key", () => {
    expect(complaintsWith({ "artifacts.bucket": "example-terraform-state" })).toEqual([
      'state.bucket: "example-terraform-state" leads to example-terraform-state, which is the bucket of the artifacts; use another bucket for the state',
    ]);
    const resources = `["arn:aws:s3:::company-artifacts/*", "${key("aws:kms:eu-central-1:123456789012")}"]`;
    const statements = `[{ Action: ["s3:GetObject", "kms:Decrypt"], Resource: ${resources} }]`;
    expect(complaintsWith({ "teams.backend.extraStatements": statements })).toEqual([
      expect.stringContaining(
        "is the bucket of the artifacts; steps read and write their artifacts without a statement",
      ),
      expect.stringContaining("is the key of all teams' artifacts"),
    ]);
  });
});
