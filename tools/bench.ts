import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";

/** Runs of each program; the median counts. */
const rounds = 5;
const teamCounts = [10, 100, 1000];
/**
 * For the AWS stacks: all environments within 1.5 floors, not counting CDKTF's own App.synth(), which alone takes
 * about half a floor; the largest run within 10 s and 1 GB (docs/decisions/0005-what-a-synth-costs.md).
 */
const goals = { floors: 1.5, seconds: 10, megabytes: 1000 };

interface Figure {
  /** Processor time, user and system: other work on the machine counts less in it than in the clock's. */
  readonly seconds: number;
  /** Part of `seconds` that CDKTF's App.synth() took. */
  readonly cdktfSeconds: number;
  readonly megabytes: number;
}

/**
 * `npm run bench`: how long a synth takes and how much memory it needs, beside a floor program that only loads the
 * same libraries, in turns. Compare the ratios: seconds differ from machine to machine and from run to run.
 */
function bench(scratch: string): string[][] {
  const everything = resolve("dist/main.js");
  const aws = join(scratch, "aws.cjs");
  writeFileSync(aws, synthesizeAwsStacks);
  const peak = join(scratch, "peak.cjs");
  writeFileSync(peak, reportAtExit);
  const today = project(scratch, "all environments", (directory) =>
    cpSync("environments", directory, { recursive: true }),
  );
  const floorProgram = join(scratch, "floor.cjs");
  writeFileSync(floorProgram, loadSameLibraries(peak, aws, today));

  const [floor, all] = inTurns(rounds, peak, [floorProgram, today], [aws, today]);
  const ours = { ...all, seconds: all.seconds - all.cdktfSeconds };
  const rows = [
    ["what", "cpu s", "x floor", "MB", "goal"],
    ["floor: load the libraries of the AWS stacks", ...columns(floor, floor), ""],
    ["AWS stacks of all environments", ...columns(all, floor), ""],
    [
      "  without CDKTF's App.synth()",
      ...columns(ours, floor),
      held(ours.seconds <= goals.floors * floor.seconds, `<= ${goals.floors} x floor`),
    ],
  ];
  for (const teams of teamCounts) {
    const many = project(scratch, `${teams} teams`, (directory) => writeManyTeams(directory, teams));
    const [figure] = inTurns(teams === 1000 ? 1 : 3, peak, [aws, many], [floorProgram, many]);
    const goal = held(
      figure.seconds < goals.seconds && figure.megabytes < goals.megabytes,
      `< ${goals.seconds} s, < ${goals.megabytes} MB`,
    );
    rows.push([`  ${teams} teams x 3 environments`, ...columns(figure, floor), goal]);
  }
  rows.push(["all stacks of all environments", ...columns(run(peak, everything, today), floor), ""]);
  const hundred = join(scratch, "100 teams");
  rows.push(["  100 teams x 3 environments", ...columns(run(peak, everything, hundred), floor), ""]);
  return rows;
}

/** What main.ts does, for the stacks that hold AWS resources alone. */
const synthesizeAwsStacks = `
const { App } = require(${JSON.stringify(require.resolve("cdktf"))});
const { loadEnvironments } = require(${JSON.stringify(resolve("dist/config/load.js"))});
const { IamStack } = require(${JSON.stringify(resolve("dist/stacks/iam-stack.js"))});
const { StorageStack } = require(${JSON.stringify(resolve("dist/stacks/storage-stack.js"))});
const app = new App({ outdir: "cdktf.out" });
for (const environment of loadEnvironments("environments")) {
  new StorageStack(app, environment);
  new IamStack(app, environment);
}
app.synth();`;

/** Loaded before a program: clocks App.synth(), and at the end writes that, the peak memory and the libraries loaded. */
const reportAtExit = `
const { writeFileSync } = require("node:fs");
const { App } = require(${JSON.stringify(require.resolve("cdktf"))});
const synth = App.prototype.synth;
const seconds = ({ user, system }) => (user + system) / 1e6;
let cdktfSeconds = 0;
App.prototype.synth = function () {
  const start = process.cpuUsage();
  synth.call(this);
  cdktfSeconds += seconds(process.cpuUsage(start));
};
process.on("exit", () => {
  const libraries = Object.keys(require.cache).filter((path) => path.includes("node_modules"));
  const kilobytes = process.resourceUsage().maxRSS;
  const report = { seconds: seconds(process.cpuUsage()), cdktfSeconds, kilobytes, libraries };
  writeFileSync(process.env.BENCH_REPORT, JSON.stringify(report));
});`;

function loadSameLibraries(peak: string, program: string, cwd: string): string {
  const { libraries } = run(peak, program, cwd);
  return libraries.map((path) => `require(${JSON.stringify(path)});`).join("\n");
}

function run(peak: string, program: string, cwd: string): Figure & { libraries: readonly string[] } {
  const report = join(cwd, "report.json");
  const child = spawnSync(process.execPath, ["--require", peak, program], {
    cwd,
    env: { ...process.env, BENCH_REPORT: report },
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (child.status !== 0)
    throw new Error(`${program} ended with ${child.status ?? child.signal ?? "no status"}`);
  const { kilobytes, ...figures } = JSON.parse(readFileSync(report, "utf8")) as Omit<Figure, "megabytes"> & {
    kilobytes: number;
    libraries: string[];
  };
  return { ...figures, megabytes: kilobytes / 1024 };
}

type Program = readonly [path: string, cwd: string];

/** Two programs A B A B ..., so that a change of the machine's speed meets both. */
function inTurns(count: number, peak: string, a: Program, b: Program): [Figure, Figure] {
  const figures: [Figure[], Figure[]] = [[], []];
  for (let round = 0; round < count; round++) {
    figures[0].push(run(peak, ...a));
    figures[1].push(run(peak, ...b));
  }
  return [median(figures[0]), median(figures[1])];
}

function median(figures: readonly Figure[]): Figure {
  const sorted = [...figures].sort((a, b) => a.seconds - b.seconds);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("nothing was measured");
  return middle;
}

function project(scratch: string, name: string, fill: (environments: string) => void): string {
  const directory = join(scratch, name);
  mkdirSync(join(directory, "environments"), { recursive: true });
  fill(join(directory, "environments"));
  return directory;
}

function writeManyTeams(directory: string, count: number): void {
  const [file = ""] = readdirSync("environments").filter((each) => each.endsWith(".yaml"));
  const template = parse(readFileSync(join("environments", file), "utf8")) as Record<string, unknown>;
  for (const environment of ["one", "two", "three"]) {
    const teams = Object.fromEntries(
      Array.from({ length: count }, (_, index) => {
        const repositories = [`t${index}/api`, `t${index}/web`];
        return [`t${index}`, { buildsImages: true, repositories }];
      }),
    );
    writeFileSync(join(directory, `${environment}.yaml`), stringify({ ...template, teams }));
  }
}

function columns({ seconds, megabytes }: Figure, floor: Figure): string[] {
  return [seconds.toFixed(2), (seconds / floor.seconds).toFixed(2), megabytes.toFixed(0)];
}

function held(ok: boolean, goal: string): string {
  return `${goal}: ${ok ? "yes" : "NO"}`;
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  }
}

const build = spawnSync("npx", ["--no-install", "tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });
if (build.status !== 0) process.exit(1);
const scratch = mkdtempSync(join(tmpdir(), "aws-argo-infra-bench-"));
try {
  print(bench(scratch));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
