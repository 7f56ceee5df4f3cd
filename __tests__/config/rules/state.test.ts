import { complaints, edited, type Edits } from "../../fixtures/environment-file";

/** The problems of the complete file after some edits. */
const complaintsWith = (edits: Edits) => complaints(edited(edits));

describe("a state bucket that this environment creates", () => {
  it.each(["local", "s3"])("(%s) must be in the environment's account and region", (bootstrap) => {
    const made = { "state.bootstrap": bootstrap };
    expect(complaintsWith(made)).toEqual([]);
    expect(
      complaintsWith({
        ...made,
        "state.account": '"999999999999"',
        "state.roleArn": "arn:aws:iam::999999999999:role/a",
      }),
    ).toEqual([
      `state.bootstrap: "${bootstrap}" can't create a bucket in account 999999999999; this environment deploys to 123456789012`,
    ]);
    expect(complaintsWith({ ...made, "state.region": "us-east-1" })).toEqual([
      `state.bootstrap: "${bootstrap}" can't create a bucket in us-east-1; this environment deploys to eu-central-1`,
    ]);
  });

  it("must have a key of its own", () => {
    const alias = { "state.kmsKeyAlias": "alias/dev-argo" };
    expect(complaintsWith({ ...alias, "state.bootstrap": "local" })).toEqual([
      'state.kmsKeyAlias: "alias/dev-argo" is the alias of the key for artifacts; use another key for the state',
    ]);
  });
});

describe("a state bucket without a key of its own", () => {
  it("is one that exists already", () => {
    expect(complaintsWith({ "state.kmsKeyAlias": undefined })).toEqual([]);
    expect(complaintsWith({ "state.kmsKeyAlias": undefined, "state.bootstrap": "s3" })).toEqual([
      "state.kmsKeyAlias: missing; must be set while state.bootstrap is s3: the state stack creates the key",
    ]);
  });
});

describe("state in the complete file", () => {
  it.each([
    [
      "the artifacts' bucket for the state",
      { "state.bucket": "dev-argo-artifacts-123456789012" },
      'state.bucket: "dev-argo-artifacts-123456789012" leads to dev-argo-artifacts-123456789012, which is the bucket of the artifacts; use another bucket for the state',
    ],
    [
      "the artifacts' key for the state",
      { "state.kmsKeyAlias": "alias/dev-argo" },
      'state.kmsKeyAlias: "alias/dev-argo" is the alias of the key for artifacts; use another key for the state',
    ],
    [
      "the key of a team's signatures for the state",
      { "state.kmsKeyAlias": "alias/dev-argo-signing-team-backend" },
      'state.kmsKeyAlias: "alias/dev-argo-signing-team-backend" is the alias of the signing key of team backend; use another key for the state',
    ],
  ])("is refused for %s", (_, edits, complaint) => {
    expect(complaints(edited(edits))).toEqual([complaint]);
  });
});
