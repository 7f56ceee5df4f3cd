import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join, resolve } from "node:path";
import { parse, stringify } from "yaml";

/** Runs of each program, of which the median counts. */
const rounds = 5;

/**
 * `npm run bench [-- --all]`: measures how much processor time and memory a synth needs, compared with a floor program
 * that only loads the same libraries. Exit code 1 if a ratio to the floor is over its limit, because ratios hardly depend
 * on the machine. The goals in seconds are for an idle CI machine: a missed goal is a warning with its figure
 * (docs/decisions/0005-what-a-synth-costs.md). `--all` adds 1,000 teams.
 */
interface Goal {
  /** The run fails above this ratio, which is a little above what we reach. */
  readonly floors: number;
  /** Above it, the run warns. */
  readonly seconds: number;
}

const goals = {
  today: { floors: 5.6, seconds: 1.6 },
  hundredTeams: { floors: 15, seconds: 4 },
  /** AWS stacks only, without CDKTF's own App.synth(), which alone takes about half a floor. */
  aws: { floors: 2.1, seconds: 1 },
  awsThousandTeams: { floors: 20, seconds: 10 },
} satisfies Record<string, Goal>;

/** The most memory of a synth, with up to 1,000 teams. */
const megabytes = 1000;

interface Figure {
  /** Processor time, user and system. Other work on the machine affects it less than elapsed time. */
  readonly seconds: number;
  /** The part of `seconds` in CDKTF's App.synth(). */
  readonly cdktfSeconds: number;
  readonly megabytes: number;
}

function bench(scratch: string, withAll: boolean): Table {
  const table = new Table();
  const peak = join(scratch, "peak.cjs");
  writeFileSync(peak, reportAtExit);
  const today = project(scratch, "all environments", (directory) =>
    cpSync("environments", directory, { recursive: true }),
  );
  const teams = (count: number) =>
    project(scratch, `${count} teams`, (directory) => writeManyTeams(directory, count));

  const everything = resolve("dist/main.js");
  const floorOfAll = floorProgram(scratch, peak, everything, today);
  const [floor, all] = inTurns(rounds, peak, [floorOfAll, today], [everything, today]);
  table.add("floor: load the libraries of all stacks", floor, floor);
  table.add("all stacks of all environments", all, floor, goals.today);
  const [hundred, floorBeside] = inTurns(3, peak, [everything, teams(100)], [floorOfAll, today]);
  table.add("  100 teams x 3 environments", hundred, floorBeside, goals.hundredTeams);

  const aws = join(scratch, "aws.cjs");
  writeFileSync(aws, synthesizeAwsStacks);
  const floorOfAws = floorProgram(scratch, peak, aws, today);
  const [awsFloor, awsStacks] = inTurns(rounds, peak, [floorOfAws, today], [aws, today]);
  table.add("floor: load the libraries of the AWS stacks", awsFloor, awsFloor);
  table.add("AWS stacks of all environments", awsStacks, awsFloor);
  const ours = { ...awsStacks, seconds: awsStacks.seconds - awsStacks.cdktfSeconds };
  table.add("  without CDKTF's App.synth()", ours, awsFloor, goals.aws);
  if (withAll) {
    const [thousand, inSameTurns] = inTurns(1, peak, [aws, teams(1000)], [floorOfAws, today]);
    table.add("  1,000 teams x 3 environments", thousand, inSameTurns, goals.awsThousandTeams);
  }
  return table;
}

class Table {
  readonly rows: string[][] = [["what", "cpu s", "goal", "x floor", "at most", "MB", "held"]];
  readonly warnings: string[] = [];
  held = true;

  add(what: string, figure: Figure, floor: Figure, goal?: Goal): void {
    const floors = figure.seconds / floor.seconds;
    const held = goal === undefined || (floors <= goal.floors && figure.megabytes <= megabytes);
    this.held &&= held;
    if (goal !== undefined && figure.seconds > goal.seconds) {
      const seconds = figure.seconds.toFixed(2);
      this.warnings.push(`goal missed: ${what.trim()} took ${seconds} s, the goal is ${goal.seconds} s`);
    }
    this.rows.push([
      what,
      figure.seconds.toFixed(2),
      goal?.seconds.toString() ?? "",
      floors.toFixed(2),
      goal?.floors.toString() ?? "",
      figure.megabytes.toFixed(0),
      goal === undefined ? "" : held ? "yes" : "NO",
    ]);
  }
}

/** The same as main.ts, but only for the stacks with AWS resources alone. */
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

/** Loaded before a program: measures App.synth(), and at exit writes that time, the peak memory and the loaded libraries. */
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

/** Writes a program that only loads the libraries of another program. */
function floorProgram(scratch: string, peak: string, program: string, cwd: string): string {
  const { libraries } = run(peak, program, cwd);
  const floor = join(scratch, `floor-${basename(program, extname(program))}.cjs`);
  writeFileSync(floor, libraries.map((path) => `require(${JSON.stringify(path)});`).join("\n"));
  return floor;
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

/** Runs two programs in turns (A B A B ...), so that a change of the machine's speed affects both. */
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
  const template = parse(readFileSync(join("environments", file), "utf8")) as Record<string, unknown> & {
    readonly cluster: object;
  };
  for (const environment of ["one", "two", "three"]) {
    const teams = Object.fromEntries(
      Array.from({ length: count }, (_, index) => {
        const repositories = [`t${index}/api`, `t${index}/web`];
        return [`t${index}`, { buildsImages: true, repositories }];
      }),
    );
    // Two environments can't share a cluster or a domain.
    const cluster = {
      ...template.cluster,
      name: environment,
      oidcProvider: `oidc.example.com/${environment}`,
    };
    const content = { ...template, cluster, domain: `${environment}.example.com`, teams };
    writeFileSync(join(directory, `${environment}.yaml`), stringify(content));
  }
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
  const { rows, warnings, held } = bench(scratch, process.argv.includes("--all"));
  print(rows);
  for (const warning of warnings) console.warn(`WARNING: ${warning}`);
  if (!held) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
