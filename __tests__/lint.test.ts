import { spawnSync } from "node:child_process";
import { join } from "node:path";

const wholeProvider = "the whole provider costs 9 times the time";
const internals = "its internals differ in CDK Terrain";
const layers = "points against the layers";
const noProject = "The lab imports nothing of the project";
const noSuite = "A suite imports no other suite";
const auditAlone = "The audit rules judge the synthesized JSON";
const hidden = "Import at the top of the file";
const field = "Write a private field as #field";
const method = "Write `private` for a method";
const fullStop = "Write an error in lower case and without a full stop";
const order = "Run autofix to sort these imports";

/** File, what it imports, and the reason why it may not; none if it may. */
type Case = readonly [file: string, code: string, reason?: string];

const imports = (from: string) => `import { x } from "${from}"; export const y = x;`;

const cases: readonly Case[] = [
  // Providers: one resource at a time
  ...["", "/", "/lib", "/lib/", "/lib/index", "/lib/index.js"].map(
    (path) => ["constructs/new.ts", imports(`@cdktf/provider-aws${path}`), wholeProvider] as const,
  ),
  ["stacks/new.ts", imports("@cdktf/provider-kubernetes"), wholeProvider],
  ["__tests__/new.test.ts", imports("@cdktf/provider-helm"), wholeProvider],
  ["tools/new.ts", imports("@cdktf/provider-google-beta"), wholeProvider],
  ["constructs/new.ts", 'export * from "@cdktf/provider-aws";', wholeProvider],
  [
    "constructs/new.ts",
    'import type { iamRole } from "@cdktf/provider-aws"; export type Y = iamRole.IamRole;',
    wholeProvider,
  ],
  ["constructs/new.ts", imports("@cdktf/provider-aws/lib/s3-bucket")],
  ["constructs/new.ts", imports("@cdktf/provider-aws/lib/s3-bucket/index")],

  // CDKTF: only its public entry
  ...["cdktf/lib", "cdktf/lib/app", "cdktf/lib/testing/adapters/jest", "cdktf/package.json"].map(
    (path) => ["stacks/new.ts", imports(path), internals] as const,
  ),
  ["constructs/new.ts", imports("cdktf")],
  ["constructs/new.ts", imports("constructs")],

  // Layers: against the direction
  ...["constructs/a", "stacks/a", "helm/a", "main", "main.js", "tools/a", "e2e/a", "stacks"].map(
    (path) => ["config/new.ts", imports(`../${path}`), layers] as const,
  ),
  ...["stacks/a", "main", "tools/a", "e2e/aws/a"].flatMap((path) => [
    ["constructs/new.ts", imports(`../${path}`), layers] as const,
    ["constructs/aws/new.ts", imports(`../../${path}`), layers] as const,
    ["helm/argo-workflows/values.ts", imports(`../../${path}`), layers] as const,
  ]),
  ["helm/argo-workflows/values.ts", imports("../../constructs/a"), layers],
  ["helm/argo-workflows/values.ts", imports("../../constructs/aws/a"), layers],
  ...["main", "tools/a", "e2e/a"].map((path) => ["stacks/new.ts", imports(`../${path}`), layers] as const),
  ...["tools/a", "e2e/a"].map((path) => ["main.ts", imports(`./${path}`), layers] as const),
  ...["main", "e2e/a", "stacks/a", "constructs/a"].map(
    (path) => ["tools/new.ts", imports(`../${path}`), layers] as const,
  ),
  ["e2e/new.ts", imports("../main"), layers],
  ["e2e/aws/new.ts", imports("../../main"), noSuite],

  // Audit: JSON only
  ...["config/naming", "constructs/a", "stacks/a", "__tests__/fixtures/a"].map(
    (path) => ["audit/new.ts", imports(`../${path}`), auditAlone] as const,
  ),
  ["audit/new.ts", imports("./rule")],
  ["__tests__/new.test.ts", imports("../audit/rule")],

  // e2e: the lab below, suites side by side
  ...["../../config/naming", "../shared/table", "../cluster/main", "../../tools/lock", "../../main"].map(
    (path) => ["e2e/lab/new.ts", imports(path), noProject] as const,
  ),
  ["e2e/lab/node-agent/new.ts", imports("../../shared/table"), noProject],
  ["e2e/lab/node-agent/new.ts", imports("../kubernetes-api")],
  ["e2e/templates/rows/new.ts", imports("../../cluster/clean-up"), noSuite],
  ["e2e/aws/new.ts", imports("../selftest/install"), noSuite],
  ["e2e/shared/new.ts", imports("../aws/project"), noSuite],
  ["e2e/shared/library/new.ts", imports("../../cluster/clean-up"), noSuite],
  ["e2e/cluster/argo/new.ts", imports("../login/people")],
  ["e2e/cluster/argo/new.ts", imports("../../shared/backstage/workflows-of")],
  ["e2e/cluster/new.ts", imports("../../backstage/scaffolder-module/test/fixtures/software-template")],
  ["e2e/aws/new.ts", imports("../lab/lab")],
  ["e2e/open-lab.ts", imports("./selftest/install")],

  ["__tests__/new.test.ts", imports("../main"), layers],
  ["__tests__/config/new.test.ts", imports("../../main"), layers],
  ["config/new.ts", imports("./../stacks/a"), layers],
  ["config/new.ts", imports("../config/../stacks/a"), layers],
  ["config/new.ts", 'export { x } from "../stacks/a";', layers],
  ["config/new.ts", 'import "../stacks/a";', layers],

  // Layers: along the direction
  ["main.ts", imports("./config/load")],
  ["main.ts", imports("./stacks/synthesize")],
  ["stacks/new.ts", imports("../constructs/aws/data-key")],
  ["stacks/new.ts", imports("../config/naming")],
  ["stacks/new.ts", imports("../helm/argo-workflows/values")],
  ["constructs/new.ts", imports("../config/naming")],
  ["constructs/new.ts", imports("./addressed")],
  ["constructs/argo/new.ts", imports("../../helm/argo-workflows/merge")],
  ["helm/argo-workflows/values.ts", imports("../../config/naming")],
  ["tools/new.ts", imports("../config/environment")],
  ["tools/new.ts", imports("./generators/generators")],
  ["e2e/aws/main.ts", imports("./moto")],
  ["__tests__/stacks/new.test.ts", imports("../../stacks/synthesize")],
  ["__tests__/tools/new.test.ts", imports("../../tools/generators/environment-schema")],
  ["config/new.ts", imports("zod")],

  // One order of imports
  [
    "config/new.ts",
    'import { z } from "zod";\nimport { x } from "node:fs";\nexport const y = [x, z];',
    order,
  ],
  ["config/new.ts", 'import { x } from "node:fs";\nimport { z } from "zod";\nexport const y = [x, z];'],

  // One dialect
  ["config/new.ts", "export class A { private x = 1; y = () => this.x; }", field],
  ["e2e/lab/new.ts", "export class A { #x() { return 1; } y = () => this.#x(); }", method],
  ["tools/new.ts", 'export const x = new Error("There is no file.");', fullStop],
  ["e2e/aws/new.ts", "export const x = (y: string) => new TypeError(`there is no ${y}.`);", fullStop],
  ["tools/new.ts", "export const x = (y: string) => new Error(`there is no ${y}.yaml; add it`);"],
  [
    "config/new.ts",
    "export class A { #x = 1; constructor(private readonly y: number) {} private z() { return this.#x + this.y; } w = () => this.z(); }",
  ],

  // Ways around the rules
  ["config/new.ts", 'export const x = import("../stacks/a");', hidden],
  ["constructs/new.ts", 'export type X = import("@cdktf/provider-aws").iamRole.IamRole;', hidden],
  ["main.ts", 'void import("./tools/a");', hidden],
];

let answers: string[][];
beforeAll(() => {
  const { stdout, stderr } = spawnSync(process.execPath, [join(__dirname, "fixtures/lint-snippets.mjs")], {
    input: JSON.stringify(cases.map(([file, code]) => ({ file, code }))),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  answers = JSON.parse(stdout) as string[][];
}, 30_000);

describe("the linter", () => {
  it.each(
    cases.map(([file, code, reason], index) => [reason ? "refuses" : "accepts", file, code, index] as const),
  )("%s in %s: %s", (_, _file, _code, index) => {
    const reason = cases[index]?.[2];
    expect(answers[index]).toEqual(reason === undefined ? [] : [expect.stringContaining(reason)]);
  });
});
