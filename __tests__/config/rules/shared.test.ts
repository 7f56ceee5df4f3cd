import { apart, edited, type Edits, problems, rowOf } from "../../fixtures/environment-file";
import { database, existingDatabaseEdits } from "../../fixtures/existing-database";
import { existingBucket } from "../../fixtures/fields";

/** Two complete files that share nothing except what the edits say. */
const two = (a: Edits, b: Edits) =>
  problems({
    "a.yaml": edited({ ...apart("a"), "state.keyPrefix": undefined, ...a }),
    "b.yaml": edited({ ...apart("b"), "state.keyPrefix": undefined, ...b }),
  });

describe("two environments", () => {
  it("can share a bucket, but not its keys", () => {
    expect(two({}, {})).toEqual([]);
    expect(two({ "state.keyPrefix": "x/y" }, { "state.keyPrefix": "x/z" })).toEqual([]);
    expect(two({ "state.keyPrefix": "x/y" }, { "state.keyPrefix": "x/y" })).toEqual([
      'a.yaml:6:11 state.bucket: "example-terraform-state" also has the state of environment b under x/y; give each environment its own bucket or keyPrefix',
      'b.yaml:6:11 state.bucket: "example-terraform-state" also has the state of environment a under x/y; give each environment its own bucket or keyPrefix',
    ]);
  });

  it("give a team's own code nothing of each other", () => {
    const statement = (actions: string, resource: string) => ({
      "teams.backend.extraStatements": `[{ Action: ["${actions}"], Resource: ["${resource}"] }]`,
    });
    const complaint = expect.stringMatching(
      /^a\.yaml:\d+:\d+ teams\.backend\.extraStatements\[0\]\.Resource\[0\]: ".*" has the state, the artifacts or the archive of environment b, or deploys it$/,
    ) as string;
    const other = {
      "state.bucket": "other-state",
      "deploy.roleArn": "arn:aws:iam::123456789012:role/deploy-b",
    };
    expect(two(statement("s3:GetObject", "arn:aws:s3:::other-state/x"), other)).toEqual([complaint]);
    expect(two(statement("sts:AssumeRole", "arn:aws:iam::123456789012:role/deploy-b"), other)).toEqual([
      complaint,
    ]);
    expect(two(statement("s3:GetObject", "arn:aws:s3:::reports/x"), other)).toEqual([]);
  });

  it("give a team's own code nothing of each other's archive", () => {
    const other = { ...existingDatabaseEdits, "archive.database.host": "other.example.com" };
    const asked = (action: string, resource: string) =>
      two(
        { "teams.backend.extraStatements": `[{ Action: ["${action}"], Resource: ["${resource}"] }]` },
        other,
      );
    const complaint = expect.stringMatching(
      /^a\.yaml:.* has the state, the artifacts or the archive of environment b, or deploys it$/,
    ) as string;
    expect(asked("secretsmanager:GetSecretValue", database.secretArn)).toEqual([complaint]);
    const secrets = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:postgres/*";
    expect(asked("secretsmanager:GetSecretValue", secrets)).toContainEqual(complaint);
    expect(asked("kms:Decrypt", database.secretKmsKeyArn)).toEqual([complaint]);
  });

  it("can't share an archive, but can share its server", () => {
    const shared = (other: string) =>
      `"postgres.example.com" has database workflows, which is also the archive of environment ${other}; give each environment its own database`;
    const complaintsWith = (edits: Edits) =>
      two(existingDatabaseEdits, { ...existingDatabaseEdits, ...edits }).map((line) =>
        line.replace(/:\d+:\d+ /, " "),
      );
    expect(complaintsWith({})).toEqual([
      `a.yaml archive.database.host: ${shared("b")}`,
      `b.yaml archive.database.host: ${shared("a")}`,
    ]);
    expect(complaintsWith({ "archive.database.name": "other" })).toEqual([]);
    expect(complaintsWith({ "archive.database.port": "5432" })).toEqual([]);
    expect(complaintsWith({ "archive.enabled": "false" })).not.toContainEqual(
      expect.stringContaining("also the archive"),
    );
  });

  it("can't share keys, even by default", () => {
    expect(two({ "state.keyPrefix": "argo/b" }, {})).toEqual([
      'a.yaml:6:11 state.bucket: "example-terraform-state" also has the state of environment b under argo/b; give each environment its own bucket or keyPrefix',
      'b.yaml:6:11 state.bucket: "example-terraform-state" also has the state of environment a under argo/b; give each environment its own bucket or keyPrefix',
    ]);
  });

  it("can have the same keys in different buckets", () => {
    expect(
      two({ "state.keyPrefix": "x" }, { "state.keyPrefix": "x", "state.bucket": "other-state" }),
    ).toEqual([]);
  });

  it("can't both create one bucket, or one key", () => {
    const made = { "state.bootstrap": "local" };
    const other = { "state.bucket": "other-state", "state.kmsKeyAlias": "alias/other" };
    expect(two(made, {})).toEqual([]);
    expect(two({}, made)).toEqual([]);
    expect(two(made, { ...made, ...other })).toEqual([]);
    expect(two(made, { "state.bootstrap": "s3", "state.kmsKeyAlias": "alias/other" })).toEqual([
      'a.yaml:6:11 state.bucket: "example-terraform-state" leads to bucket example-terraform-state-logs in both this environment and b; rename one of them',
      'a.yaml:11:14 state.bootstrap: "local" creates bucket example-terraform-state, and so does environment b; set none in one of them',
      'b.yaml:6:11 state.bucket: "example-terraform-state" leads to bucket example-terraform-state-logs in both this environment and a; rename one of them',
      'b.yaml:11:14 state.bootstrap: "s3" creates bucket example-terraform-state, and so does environment a; set none in one of them',
    ]);
    expect(two(made, { ...made, "state.bucket": "other-state" })).toEqual([
      'a.yaml:11:14 state.bootstrap: "local" creates alias/terraform-state, and so does environment b; give each its own key, or set none in one of them',
      'b.yaml:11:14 state.bootstrap: "local" creates alias/terraform-state, and so does environment a; give each its own key, or set none in one of them',
    ]);
  });

  it("can't create the key of the other's artifacts for the state", () => {
    expect(two({ "state.bootstrap": "local", "state.kmsKeyAlias": "alias/b-argo" }, {})).toEqual([
      'a.yaml:11:14 state.bootstrap: "local" creates alias/b-argo, and so does environment b; give each its own key, or set none in one of them',
      "b.yaml:1:1 environment b creates alias/b-argo for its data, and so does environment a for its state; set another state.kmsKeyAlias there",
    ]);
  });

  it("can create a key that the other would create only for a bucket or a database of its own", () => {
    const made = { "state.bootstrap": "local", "state.kmsKeyAlias": "alias/b-argo" };
    const archived = { ...existingBucket, "archive.enabled": "true" };
    expect(two(made, existingBucket)).toEqual([]);
    expect(two(made, archived)).toContainEqual(
      expect.stringContaining("environment b creates alias/b-argo for its data"),
    );
  });

  it("can have one alias in two regions", () =>
    expect(
      two(
        { "state.bootstrap": "local", "state.kmsKeyAlias": "alias/b-argo" },
        { region: "eu-west-1", certificateArn: undefined, ingress: "{ enabled: false }" },
      ),
    ).toEqual([]));

  it.each<[string, Edits, string]>([
    [
      "cluster",
      { "cluster.kubeconfig": undefined, "cluster.name": "one" },
      'cluster.name: "one" is also the cluster of',
    ],
    ["context", { "cluster.kubeconfig.context": "one" }, "cluster.kubeconfig: a map is also the cluster of"],
    [
      "issuer",
      { "cluster.oidcProvider": "host/id" },
      'cluster.oidcProvider: "host/id" is also the issuer of the cluster of',
    ],
    ["domain", { domain: "one.example" }, 'domain: "one.example" is also the domain of'],
    [
      "domain behind gateways",
      { domain: "one.example", ingress: "{ enabled: false, from: [{ namespace: gateway }] }" },
      'domain: "one.example" is also the domain of',
    ],
  ])("can't share a %s: both files say so", (_, same, complaint) => {
    expect(two(same, same).map((line) => line.replace(/:\d+:\d+/, ""))).toEqual([
      expect.stringContaining(`a.yaml ${complaint} environment b; `),
      expect.stringContaining(`b.yaml ${complaint} environment a; `),
    ]);
  });

  it("can have one name for clusters in two accounts, and one domain without a load balancer", () => {
    const same = { "cluster.kubeconfig": undefined, "cluster.name": "one" };
    const elsewhere = { region: "eu-west-1", certificateArn: undefined };
    const off = { ingress: "{ enabled: false }", domain: "one.example" };
    expect(two({ ...same, ...off }, { ...same, ...off, ...elsewhere })).toEqual([]);
  });

  it("are compared even if each has another problem", () => {
    const same = { "state.keyPrefix": "x", domain: "localhost" };
    const row = rowOf(edited(same), "domain:");
    expect(two(same, same)).toEqual([
      expect.stringMatching(/^a\.yaml:6:11 state\.bucket: .* also has the state of environment b under x;/),
      `a.yaml:${row}:9 domain: "localhost" must be a DNS name such as dev.example.com`,
      expect.stringMatching(/^b\.yaml:6:11 state\.bucket: .* also has the state of environment a under x;/),
      `b.yaml:${row}:9 domain: "localhost" must be a DNS name such as dev.example.com`,
    ]);
  });

  it("have names that cdktf deploy '<name>-*' can distinguish", () => {
    const named = (...names: string[]) =>
      problems(Object.fromEntries(names.map((name) => [`${name}.yaml`, edited(apart(name))])));
    expect(named("prod", "prodeu", "eu-prod")).toEqual([]);
    expect(named("prod", "prod-eu")).toEqual([
      "prod-eu.yaml:1:1 environment prod-eu begins with prod-, so cdktf deploy 'prod-*' would deploy it too; rename the file",
    ]);
    expect(named("prod-eu", "prod-us")).toEqual([]);
  });
});
