import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { parse, stringify } from "yaml";
import type { Environment } from "../../config/environment";
import { loadEnvironments } from "../../config/load";
import type * as EnvironmentStacks from "../../stacks/environment-stacks";
import { IamStack } from "../../stacks/iam-stack";
import { synthesize } from "../../stacks/synthesize";
import { apart, edited, load } from "../fixtures/environment-file";
import { committedOutput, contents } from "../fixtures/program";

/** What a test adds to the stacks of each environment. */
let alsoAdd: typeof EnvironmentStacks.addEnvironment = () => undefined;
jest.mock<typeof EnvironmentStacks>("../../stacks/environment-stacks", () => ({
  addEnvironment: (app, environment) => {
    jest
      .requireActual<typeof EnvironmentStacks>("../../stacks/environment-stacks")
      .addEnvironment(app, environment);
    alsoAdd(app, environment);
  },
}));

let root: string;
let outdir: string;
beforeEach(() => {
  alsoAdd = () => undefined;
  root = mkdtempSync(join(tmpdir(), "synthesis-"));
  outdir = join(root, "out");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Puts a file into the output, and the folders above it. */
function put(path: string, content = "by Terraform"): void {
  mkdirSync(dirname(join(outdir, path)), { recursive: true });
  writeFileSync(join(outdir, path), content);
}

const environments = (name: string, content = edited()): Environment[] => load({ [`${name}.yaml`]: content });
const committed = () => loadEnvironments("environments");

describe("the Terraform JSON", () => {
  it("is the committed JSON: after a change, run npm run synth and commit cdktf.out", () => {
    synthesize(committed(), outdir);
    expect(contents(outdir)).toEqual(committedOutput());
  });

  it("is the same in each run, also over existing output", () => {
    synthesize(committed(), outdir);
    const first = contents(outdir);
    synthesize(committed(), outdir);
    expect(contents(outdir)).toEqual(first);
  });

  it("is the same, whichever environment comes first", () => {
    synthesize(committed().reverse(), outdir);
    expect(contents(outdir)).toEqual(committedOutput());
  });

  it("is the same, in whichever order the files and their keys were written", () => {
    const folder = join(root, "environments");
    mkdirSync(folder);
    for (const file of readdirSync("environments").reverse())
      writeFileSync(
        join(folder, file),
        stringify(reversed(parse(readFileSync(join("environments", file), "utf8")))),
      );
    synthesize(loadEnvironments(folder), outdir);
    expect(contents(outdir)).toEqual(committedOutput());
  });

  it.each([
    ["aws", "eu-central-1"],
    ["aws-cn", "cn-north-1"],
    ["aws-us-gov", "us-gov-west-1"],
  ])("is all of partition %s in %s", (partition, region) => {
    const text = edited({
      region,
      "state.region": region,
      "archive.enabled": "true",
      "state.bootstrap": "s3",
    })
      .replaceAll("arn:aws:", `arn:${partition}:`)
      .replaceAll("acm:eu-central-1", `acm:${region}`);
    synthesize(environments("dev", text), outdir);
    const arns = Object.values(contents(outdir)).flatMap((json) => json.match(/arn:[a-z-]+:/g) ?? []);
    expect(new Set(arns)).toEqual(new Set([`arn:${partition}:`]));
  });
});

describe("what is in the output already", () => {
  it("is deleted with its stack: JSON and assets, and the folder if it is empty then", () => {
    put("stacks/gone-argo-iam/cdk.tf.json");
    put("stacks/gone-argo-iam/assets/a/file");
    put("stacks/gone-argo-storage/cdk.tf.json");
    const said: string[] = [];
    synthesize(environments("dev"), outdir, (sentence) => said.push(sentence));
    const stacks = join(outdir, "stacks");
    expect(said).toEqual([
      `${stacks}: removed gone-argo-iam, gone-argo-storage, which no environment has anymore. If they were never applied, ` +
        `as the examples, that is all. If they were, their resources are still there: get the folders back (git checkout ` +
        `HEAD -- ${stacks}), destroy the resources as docs/guides/uninstall.md says, then synthesize again`,
    ]);
    expect(Object.keys(contents(outdir)).filter((path) => !path.includes("/assets/"))).toEqual([
      "manifest.json",
      "stacks/dev-argo-iam/cdk.tf.json",
      "stacks/dev-argo-storage/cdk.tf.json",
      "stacks/dev-argo-templates/cdk.tf.json",
      "stacks/dev-argo-tenancy/cdk.tf.json",
      "stacks/dev-argo-workflows/cdk.tf.json",
    ]);
    expect(existsSync(join(outdir, "stacks/gone-argo-iam"))).toBe(false);
  });

  it.each(["dev", "gone"])("stays if Terraform wrote it, next to a stack of %s", (name) => {
    const kept = [
      ".terraform.lock.hcl",
      ".terraform/providers/a",
      "terraform.tfstate",
      "terraform.tfstate.backup",
    ];
    for (const file of kept) put(`stacks/${name}-argo-storage/${file}`);
    put("stacks/gone-argo-storage/cdk.tf.json");
    synthesize(environments("dev"), outdir);
    expect(contents(join(outdir, `stacks/${name}-argo-storage`))).toMatchObject(
      Object.fromEntries(kept.map((file) => [file, "by Terraform"])),
    );
    expect(contents(join(outdir, "stacks/gone-argo-storage"))).not.toHaveProperty("cdk.tf.json");
  });

  it("stays if it isn't a stack", () => {
    put("stacks/.DS_Store");
    put("notes.md");
    synthesize(environments("dev"), outdir);
    expect(contents(outdir)).toMatchObject({
      "stacks/.DS_Store": "by Terraform",
      "notes.md": "by Terraform",
    });
  });
});

describe("a stack that fails its checks", () => {
  it("leaves the output unchanged, in any environment", () => {
    // GIVEN an output, and two roles of one address in the stack of the last environment
    synthesize(environments("a"), outdir);
    const before = contents(outdir);
    alsoAdd = (app, { name }) => {
      if (name !== "z") return;
      const stack = app.node.children.find((child) => child.node.id === "z-argo-iam");
      if (!(stack instanceof IamStack)) throw new Error("the environment has an iam stack");
      new IamRole(stack, "twin", { assumeRolePolicy: "{}" }).overrideLogicalId("server");
    };
    const both = load({
      "a.yaml": edited({ domain: "other.example.com", "tags.New": "tag" }),
      "z.yaml": edited(apart("z")),
    });
    // WHEN, THEN
    expect(() => synthesize(both, outdir)).toThrow(
      "two resources have the address aws_iam_role.server; give one of them another logical id",
    );
    expect(contents(outdir)).toEqual(before);
  });

  it("doesn't come from the fullest environment file that the checks accept", () => {
    // GIVEN the longest names, and 8000 characters of repositories
    const prefix = "arn:aws-us-gov:ecr:us-gov-west-1:123456789012:repository/".length + '"",'.length;
    const repositories = Array.from(
      { length: 40 },
      (_, index) => `r${String(index).padStart(199 - prefix, "0")}`,
    );
    const text = edited({
      region: "us-gov-west-1",
      "state.region": undefined,
      certificateArn: undefined,
      ingress: "{ enabled: false }",
      "archive.enabled": "true",
      "state.bootstrap": "local",
      "cluster.oidcProvider": `host/${"x".repeat(245)}`,
      "teams.backend": `{ namespace: ${"n".repeat(18)}, buildsImages: true, artifactGC: true, repositories: [${repositories.join(", ")}] }`,
    }).replaceAll("arn:aws:", "arn:aws-us-gov:");
    // WHEN, THEN
    expect(() => synthesize(environments(`e${"x".repeat(29)}`, text), outdir)).not.toThrow();
  });
});

describe("the folder of the output", () => {
  it("is made, with the folders above it", () => {
    expect(synthesize(environments("dev"), join(root, "a/b/out"))).toBe(5);
  });

  it("is refused in one line if it is a file", () => {
    writeFileSync(outdir, "");
    expect(() => synthesize(environments("dev"), outdir)).toThrow(/out: can't be written \(EEXIST\); /);
  });
});

describe("CDKTF's switches", () => {
  it.each(["true", "1"])("for HCL (%s) are refused before anything is written", (value) => {
    process.env.SYNTH_HCL_OUTPUT = value;
    try {
      expect(() => synthesize(environments("dev"), outdir)).toThrow("HCL output loses quotes");
    } finally {
      delete process.env.SYNTH_HCL_OUTPUT;
    }
    expect(contents(outdir)).toEqual({});
  });
});

/** A document with the keys of every map the other way round. Lists keep their order: it may mean something. */
function reversed(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, reversed(entry)]),
  );
}
