import { edited, type Edits, problems, rowOf } from "../../fixtures/environment-file";

/** Two complete files that share nothing except what the edits say. */
const two = (a: Edits, b: Edits) =>
  problems({
    "a.yaml": edited({ "state.keyPrefix": undefined, ...a }),
    "b.yaml": edited({ "state.keyPrefix": undefined, ...b }),
  });

describe("two environments", () => {
  it("can share a bucket, but not its keys", () => {
    expect(two({}, {})).toEqual([]);
    expect(two({ "state.keyPrefix": "x/y" }, { "state.keyPrefix": "x/z" })).toEqual([]);
    expect(two({ "state.keyPrefix": "x/y" }, { "state.keyPrefix": "x/y" })).toEqual([
      'b.yaml:6:11 state.bucket: "example-terraform-state" already has the state of environment a under x/y; give each environment its own bucket or keyPrefix',
    ]);
  });

  it("can't share keys, even by default", () => {
    expect(two({ "state.keyPrefix": "argo/b" }, {})).toEqual([
      'b.yaml:6:11 state.bucket: "example-terraform-state" already has the state of environment a under argo/b; give each environment its own bucket or keyPrefix',
    ]);
  });

  it("can have the same keys in different buckets", () => {
    expect(
      two({ "state.keyPrefix": "x" }, { "state.keyPrefix": "x", "state.bucket": "other-state" }),
    ).toEqual([]);
  });

  it("can't both create one bucket", () => {
    const made = { "state.bootstrap": "local" };
    expect(two(made, {})).toEqual([]);
    expect(two({}, made)).toEqual([]);
    expect(two(made, { ...made, "state.bucket": "other-state" })).toEqual([]);
    expect(two(made, { "state.bootstrap": "s3" })).toEqual([
      'b.yaml:11:14 state.bootstrap: "s3" would create bucket example-terraform-state, which environment a already creates; set none here',
    ]);
  });

  it("are compared even if each has another problem", () => {
    const same = { "state.keyPrefix": "x", domain: "localhost" };
    const row = rowOf(edited(same), "domain:");
    expect(two(same, same)).toEqual([
      `a.yaml:${row}:9 domain: "localhost" must be a DNS name such as dev.example.com`,
      expect.stringMatching(
        /^b\.yaml:6:11 state\.bucket: .* already has the state of environment a under x;/,
      ),
      `b.yaml:${row}:9 domain: "localhost" must be a DNS name such as dev.example.com`,
    ]);
  });

  it("have names that cdktf deploy '<name>-*' can distinguish", () => {
    const named = (...names: string[]) =>
      problems(
        Object.fromEntries(names.map((name) => [`${name}.yaml`, edited({ "state.keyPrefix": name })])),
      );
    expect(named("prod", "prodeu", "eu-prod")).toEqual([]);
    expect(named("prod", "prod-eu")).toEqual([
      "prod-eu.yaml:1:1 environment prod-eu begins with prod-, so cdktf deploy 'prod-*' would deploy it too; rename the file",
    ]);
    expect(named("prod-eu", "prod-us")).toEqual([]);
  });
});
