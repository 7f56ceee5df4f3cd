import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { apart, edited, rowOf } from "./fixtures/environment-file";
import { committedOutput, compileProgram, contents, project, run } from "./fixtures/program";

let program: string;
let root: string;

beforeAll(() => {
  program = compileProgram();
  root = mkdtempSync(join(tmpdir(), "projects-"));
});
afterAll(() => {
  rmSync(dirname(program), { recursive: true, force: true });
  rmSync(root, { recursive: true, force: true });
});

const noNetwork = ["--require", join(__dirname, "fixtures/no-network.cjs")];

describe("the program", () => {
  it("writes the committed JSON, on whatever machine, without the network", () => {
    // GIVEN a machine unlike any of ours
    const folder = project(join(root, "a long way down ".repeat(9), "\u00fcn\u00efc\u00f6de \u4e2d\u6587"));
    const machine = {
      LANG: "tr_TR.UTF-8",
      LC_ALL: "tr_TR.UTF-8",
      TZ: "Pacific/Kiritimati",
      HOME: "/home/zaphod-beeblebrox",
      USER: "zaphod-beeblebrox",
      LOGNAME: "zaphod-beeblebrox",
      HOSTNAME: "heart-of-gold",
      TMPDIR: tmpdir(),
      AWS_REGION: "ap-south-1",
      AWS_PROFILE: "zaphod-beeblebrox",
      TF_VAR_region: "ap-south-1",
    };
    // WHEN it runs there
    const result = run([...noNetwork, program], folder, machine);
    // THEN nothing tells
    expect(result).toEqual({
      status: 0,
      stdout: expect.stringMatching(
        // A line for each note about an environment; how many there are depends on the environments.
        /^(environments\/[a-z0-9-]+\.yaml: .*\n)*cdktf\.out: \d+ stacks of [a-z0-9, -]+\n$/,
      ) as string,
      stderr: "",
    });
    const output = contents(join(folder, "cdktf.out"));
    expect(output).toEqual(committedOutput());
    // Versions of the policy language and of the APIs of STS and SNS.
    const text = Object.values(output)
      .join("\n")
      .replaceAll(/2012-10-17|2011-06-15|2010-03-31/g, "");
    // The scripts of templates name /tmp.
    const read = [contents(join(folder, "environments")), contents("workflow-templates")];
    const input = read.flatMap((files) => Object.values(files)).join("\n");
    const traces = [
      root,
      folder,
      tmpdir(),
      process.cwd(),
      hostname(),
      "zaphod",
      "heart-of-gold",
      "ap-south-1",
    ];
    for (const trace of traces.filter((word) => !input.includes(word))) expect(text).not.toContain(trace);
    expect(text).not.toMatch(/\b20\d\d-\d\d-\d\d|\d\d:\d\d:\d\d/);
  });

  it("writes where the CDKTF command line wants it", () => {
    const folder = project(join(root, "elsewhere"), { "dev.yaml": edited() });
    expect(run([program], folder, { CDKTF_OUTDIR: "other.out" })).toEqual({
      status: 0,
      stdout: "other.out: 5 stacks of dev\n",
      stderr: "",
    });
    expect(Object.keys(contents(join(folder, "other.out")))).toContain("stacks/dev-argo-iam/cdk.tf.json");
    expect(contents(join(folder, "cdktf.out"))).toEqual({});
  });

  it("answers mistakes with one line each, exit code 1, and leaves the output as it was", () => {
    // GIVEN an output, and then a mistake in one file of two
    const folder = project(join(root, "mistakes"), { "a.yaml": edited() });
    expect(run([program], folder)).toMatchObject({ status: 0 });
    writeFileSync(join(folder, "cdktf.out", "by-hand"), "");
    const before = contents(join(folder, "cdktf.out"));
    const wrong = edited({ ...apart("b"), domain: "localhost", "archive.readers": "16" });
    project(folder, {
      "a.yaml": edited({ domain: "other.example.com" }),
      "b.yaml": wrong,
      "c.yaml": "[".repeat(100_000),
    });
    // WHEN it runs
    const result = run([program], folder);
    // THEN
    expect(result).toEqual({
      status: 1,
      stdout: "",
      stderr: [
        `environments/b.yaml:${rowOf(wrong, "domain:")}:9 domain: "localhost" must be a DNS name such as dev.example.com`,
        `environments/b.yaml:${rowOf(wrong, "readers:")}:12 archive.readers: 16 must be a whole number from 0 to 15 (instances)`,
        "environments/c.yaml:1:1 is nested too deeply to be read",
        "",
      ].join("\n"),
    });
    expect(contents(join(folder, "cdktf.out"))).toEqual(before);
  });

  it("writes nothing at all for a first file with a mistake", () => {
    const folder = project(join(root, "first"), { "a.yaml": "" });
    expect(run([program], folder)).toEqual({
      status: 1,
      stdout: "",
      stderr: "environments/a.yaml:1:1 is empty; begin with the field account\n",
    });
    expect(Object.keys(contents(folder))).toEqual(["environments/a.yaml"]);
  });

  it("says so when there is no folder of environment files", () => {
    const folder = mkdtempSync(join(root, "bare-"));
    expect(run([program], folder)).toEqual({
      status: 1,
      stdout: "",
      stderr: "environments: can't be read: ENOENT: no such file or directory, scandir 'environments'\n",
    });
  });

  it.each([
    [
      "no YAML",
      "kind: [",
      "scan.yaml:1:8 is not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["another kind", "kind: Workflow\n", "scan.yaml: must contain one ClusterWorkflowTemplate with a name"],
    [
      "an image that isn't listed",
      "kind: ClusterWorkflowTemplate\nmetadata: { name: scan }\nspec: { image: docker.io/library/nobody:1 }\n",
      "scan.yaml: the image docker.io/library/nobody:1 isn't in workflow-templates/images.yaml",
    ],
    [
      "a name that another template has",
      "kind: ClusterWorkflowTemplate\nmetadata: { name: sign }\n",
      "sign.yaml: sign is already in workflow-templates/common/scan.yaml",
    ],
  ])("answers a workflow template with %s by one line", (_, text, sentence) => {
    const folder = project(join(root, `template-${sentence.length}`), { "dev.yaml": edited() });
    const file = join(dirname(program), "workflow-templates/common/scan.yaml");
    const good = readFileSync(file);
    writeFileSync(file, text);
    const result = run([program], folder);
    writeFileSync(file, good);
    expect(result).toEqual({ status: 1, stdout: "", stderr: `workflow-templates/common/${sentence}\n` });
    expect(contents(join(folder, "cdktf.out"))).toEqual({});
  });

  it("shows where a mistake of its own happened", () => {
    const folder = project(join(root, "broken"), { "dev.yaml": edited() });
    const file = join(dirname(program), "stacks/environment-stacks.js");
    const good = readFileSync(file);
    writeFileSync(file, 'exports.addEnvironment = () => { throw new Error("a mistake"); };');
    const result = run([program], folder);
    writeFileSync(file, good);
    expect(result.status).not.toBe(0);
    expect(result.stderr).toMatch(/Error: a mistake\n {4}at /);
  });

  it("refuses to write HCL", () => {
    const folder = project(join(root, "hcl"), { "dev.yaml": edited() });
    const result = run([program], folder, { SYNTH_HCL_OUTPUT: "true" });
    expect(result).toEqual({
      status: 1,
      stdout: "",
      stderr: "HCL output loses quotes and blocks; synthesize without --hcl and SYNTH_HCL_OUTPUT\n",
    });
    expect(contents(join(folder, "cdktf.out"))).toEqual({});
  });
});

describe("the guard over the network", () => {
  it.each([
    'fetch("http://127.0.0.1:9")',
    'require("node:https").get("https://127.0.0.1:9")',
    'require("node:net").connect(9, "127.0.0.1")',
    'require("node:dns").promises.lookup("localhost")',
    'require("node:child_process").spawnSync("true")',
  ])("sees %s", (script) => {
    expect(run([...noNetwork, "--eval", script], root)).toMatchObject({
      status: 86,
      stderr: expect.stringContaining("network use: ") as string,
    });
  });
});
