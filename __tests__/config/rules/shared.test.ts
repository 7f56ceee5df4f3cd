import { edited, type Edits, problems } from "../../fixtures/environment-file";

/** Two complete files that share nothing, but for what the edits say. */
const two = (a: Edits, b: Edits) =>
  problems({
    "a.yaml": edited({ "state.keyPrefix": undefined, ...a }),
    "b.yaml": edited({ "state.keyPrefix": undefined, ...b }),
  });

describe("two environments", () => {
  it("may share a bucket, not its keys", () => {
    expect(two({}, {})).toEqual([]);
    expect(two({ "state.keyPrefix": "x/y" }, { "state.keyPrefix": "x/z" })).toEqual([]);
    expect(two({ "state.keyPrefix": "x/y" }, { "state.keyPrefix": "x/y" })).toEqual([
      'b.yaml:6:11 state.bucket: "example-terraform-state" already has the state of environment a under x/y; give each environment its own bucket or keyPrefix',
    ]);
  });

  it("may not share keys by default either", () => {
    expect(two({ "state.keyPrefix": "argo/b" }, {})).toEqual([
      'b.yaml:6:11 state.bucket: "example-terraform-state" already has the state of environment a under argo/b; give each environment its own bucket or keyPrefix',
    ]);
  });

  it("may share keys of different buckets", () => {
    expect(
      two({ "state.keyPrefix": "x" }, { "state.keyPrefix": "x", "state.bucket": "other-state" }),
    ).toEqual([]);
  });

  it("don't both make one bucket", () => {
    const made = { "state.bootstrap": "local" };
    expect(two(made, {})).toEqual([]);
    expect(two({}, made)).toEqual([]);
    expect(two(made, { ...made, "state.bucket": "other-state" })).toEqual([]);
    expect(two(made, { "state.bootstrap": "s3" })).toEqual([
      'b.yaml:11:14 state.bootstrap: "s3" would create bucket example-terraform-state, which environment a already creates; set none here',
    ]);
  });

  it("are compared even when each has a mistake elsewhere", () => {
    const same = { "state.keyPrefix": "x", domain: "localhost" };
    expect(two(same, same)).toEqual([
      'a.yaml:31:9 domain: "localhost" must be a DNS name such as dev.example.com',
      expect.stringMatching(
        /^b\.yaml:6:11 state\.bucket: .* already has the state of environment a under x;/,
      ),
      'b.yaml:31:9 domain: "localhost" must be a DNS name such as dev.example.com',
    ]);
  });

  it("have names by which cdktf deploy '<name>-*' can tell them apart", () => {
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
