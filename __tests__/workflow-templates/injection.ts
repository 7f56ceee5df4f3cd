import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { payloads } from "./payloads";
import { callsIn, describeWith, type Shell, TemplateScript } from "./template-script";

/**
 * Every program that a script starts is a shell function here, so that a thousand runs need one process. `grep` answers
 * no, which is the longer way in each script.
 */
const programs = [
  ...[
    "git",
    "jq",
    "curl",
    "trivy",
    "executor",
    "mvn",
    "npm",
    "pnpm",
    "k6",
    "locust",
    "python3",
    "kubectl",
    "helm",
  ],
  ...[
    "find",
    "tar",
    "sha256sum",
    "sort",
    "cut",
    "cp",
    "mv",
    "mkdir",
    "rmdir",
    "tail",
    "cat",
    "sleep",
    "tr",
    "sed",
  ],
  ...["grep", "date", "ls", "head", "wc", "chmod", "touch", "rm", "ln", "basename", "dirname", "base64"],
  ...["timeout", "diff"],
];

/** Values that bring a script as far as it goes while another variable holds the payload. */
const ordinary: Readonly<Record<string, string>> = {
  STATUS: "Failed",
  REVISION: "main",
  THRESHOLDS: "failed<0.01 p95<500",
  LOAD_USERS: "10",
  LOAD_TOOL: "k6",
  SCRIPT_PATH: "load.js",
  TEST_SERVICE: "none",
  TEST_COMMAND: "true",
  REPORT_PATH: "reports",
  PROJECT_PATH: ".",
  DOCKERFILE_PATH: "Dockerfile",
  DOCKER_CONTEXT: ".",
  CACHE_ENABLED: "true",
  MAVEN_GOALS: "verify",
  SCRIPTS: "build",
  WAIT_TIMEOUT: "1",
  DRY_RUN: "false",
  FROZEN: "",
  PRUNE: "false",
  CHART: "web",
  CHART_REPOSITORY: "https://charts.example.com",
  CHART_VERSION: "1.0.0",
  IMAGE: `registry/x@sha256:${"0".repeat(64)}`,
};

/** Answers that bring a deployment as far as it goes: the API server says yes, and what was asked for is there. */
const served: Readonly<Record<string, string>> = {
  timeout: `case "$*" in *can-i*) echo yes ;; *) echo x ;; esac`,
  jq: `case "$*" in
    *'--slurpfile restarts'*) printf 'served\\t-\\tx\\n' ;;
    *automated*) echo false ;;
    *'or (.operation'*) echo true ;;
    *operationState.operation.info*) echo false ;;
    *) echo true ;;
  esac`,
  tr: `IFS= read -r line || :; printf '%s' "$line"`,
  sed: `IFS= read -r line || :; printf '%s' "$line"`,
};

/** Variables whose payload ends a deployment before it changes anything. */
const checkedFirst = ["WAIT_TIMEOUT", "IMAGE", "DRY_RUN", "FROZEN", "DEMANDS", "MET"];

/** Where a variable isn't the parameter itself: how the expression in the file makes it. */
const made: Readonly<Record<string, (payload: string) => string>> = {
  BUILD_ARGS: (payload) => Buffer.from(`A=${payload}`).toString("base64"),
  // To run the words is what this one is for: a program that only prints them stands first.
  TEST_COMMAND: (payload) => `/usr/bin/printf %s ${payload}`,
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

interface Attack {
  readonly script: TemplateScript;
  readonly shell: Shell;
  /** Whether the tools succeed. */
  readonly succeeds: boolean;
}

/** One payload as the value of one variable. */
interface Shot {
  readonly variable: string;
  /** Where the payload is in the list of payloads. */
  readonly index: number;
}

/** What one run of a script did: the programs that it called, and its exit code. */
interface Run {
  readonly calls: readonly (readonly string[])[];
  readonly status: number;
}

/** What a script ran, or took for an option, although a payload said so. */
interface Harm {
  /** The variable and the payload that was run, with CANARY for its own path. */
  readonly executed: string[];
  /** Calls with a payload in the place of an option. */
  readonly smuggled: string[];
  /** How many pairs of a variable and a payload went through the script. */
  readonly attacks: number;
}

/**
 * Runs a script with every payload in every variable that a caller chooses. All runs of a script share one process of
 * the shell; each has its own subshell and environment, and each payload its own canary, which names the culprit.
 *
 * Variables that the script only passes on, by a few tries, take payloads in the same runs, a different one each. Such a
 * run counts only if it called the programs that an ordinary run calls, in the same order, and ended alike: then no
 * payload can have kept another from its effect. Otherwise each of its payloads gets a run to itself. With INJECTION=alone, as in
 * `npm run weekly`, every payload does.
 */
function attack({ script, shell, succeeds }: Attack): Harm {
  const folder = mkdtempSync(join(tmpdir(), "injection-"));
  const canaries = join(folder, "canaries");
  mkdirSync(canaries);
  // Where the tools fail, a script is left by one of few ways, and no text decides by which.
  const texts = payloads("CANARY", succeeds ? "all" : "first command");
  const canary = ({ variable, index }: Shot) => join(canaries, `${variable}-${index}`);
  const text = (shot: Shot) => (texts[shot.index] ?? "").replaceAll("CANARY", canary(shot));
  const run = (groups: readonly (readonly Shot[])[]) => {
    const values = groups.map((shots) =>
      shots.map((shot) => [shot.variable, made[shot.variable]?.(text(shot)) ?? text(shot)] as const),
    );
    return runAll({ script, shell, succeeds }, folder, values);
  };

  const probes = [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => Math.floor(part * texts.length));
  const tries = script.chosen.map((variable) => probes.map((index) => [{ variable, index }]));
  // The first run leaves files that the next ones find.
  const [, reference, ...tried] = run([[], [], ...tries.flat()]);
  if (!reference) throw new Error(`${script.file} did not run`);
  const together = script.chosen.filter(
    (_, place) =>
      process.env["INJECTION"] !== "alone" &&
      probes.every((_index, probe) => isAlike(tried[place * probes.length + probe], reference)),
  );
  const alone = script.chosen.filter((name) => !together.includes(name));
  const shared = (together.length > 0 ? texts : []).map((_, first) =>
    // Far apart in the list, so that two payloads of one kind don't meet.
    together.map((variable, place) => ({ variable, index: (first + place * 97) % texts.length })),
  );
  const single = alone.flatMap((variable) => texts.map((_, index) => [{ variable, index }]));
  const runs = run([...shared, ...single]);
  const cut = shared.filter((shots, index) => shots.length > 1 && !isAlike(runs[index], reference));
  const again = cut.flatMap((shots) => shots.map((shot) => [shot]));
  const repeated = again.length > 0 ? run(again) : [];

  if (script.file.startsWith("deploy/") && succeeds) {
    const verb = script.file === "deploy/deploy-helm" ? "upgrade" : "patch";
    const went = (each: Run) => each.calls.some((call) => call.includes(verb));
    expect(went(reference)).toBe(true);
    for (const [place, variable] of alone.entries()) {
      if (checkedFirst.includes(variable)) continue;
      const start = shared.length + place * texts.length;
      expect(runs.slice(start, start + texts.length).some(went)).toBe(true);
    }
  }
  const executed = readdirSync(canaries)
    .sort()
    .map((name) => {
      const [variable, index] = name.split("-");
      return `${variable}: ${texts[Number(index)]}`;
    });
  // Options that the script itself writes are no payload's.
  const all = [...shared.flat(), ...single.flat()].map(text);
  const words = new Set(
    all.flatMap((each) => [each, ...each.split(/\s+/)]).filter((word) => !script.source.includes(word)),
  );
  rmSync(folder, { recursive: true });
  const smuggled = [...runs, ...repeated].flatMap(({ calls }) =>
    calls.flatMap((call) => smuggledIn(call, words)),
  );
  return { executed, smuggled, attacks: shared.flat().length + single.length };
}

/** Whether two runs called the same programs in the same order and ended alike. */
function isAlike(run: Run | undefined, reference: Run): boolean {
  return (
    run?.status === reference.status &&
    run.calls.length === reference.calls.length &&
    run.calls.every(([name], index) => name === reference.calls[index]?.[0])
  );
}

type Values = readonly (readonly [variable: string, value: string])[];

/**
 * Runs a script once for each list of values. Two programs of one pipeline may write their records at the same time,
 * and then neither can be read: such a run is repeated.
 */
function runAll(given: Attack, folder: string, values: readonly Values[]): Run[] {
  const runs: (Run | undefined)[] = runOnce(given, folder, values);
  for (let tries = 0; tries < 20 && runs.includes(undefined); tries += 1) {
    const unread = runs.flatMap((run, index) => (run === undefined ? [index] : []));
    const repeated = runOnce(
      given,
      folder,
      unread.map((index) => values[index] ?? []),
    );
    for (const [place, index] of unread.entries()) runs[index] = repeated[place];
  }
  const read = runs.flatMap((run) => run ?? []);
  expect(read).toHaveLength(values.length);
  return read;
}

/** Runs a script once for each list of values, all in one process of the shell. Undefined: its record can't be read. */
function runOnce(
  { script, shell, succeeds }: Attack,
  folder: string,
  values: readonly Values[],
): (Run | undefined)[] {
  const work = join(folder, "work");
  for (const path of ["source/load", "summary", "out"]) mkdirSync(join(work, path), { recursive: true });
  for (const path of ["Dockerfile", "load.js", "pom.xml", "pnpm-lock.yaml", ".gitmodules"])
    writeFileSync(join(work, "source", path), "");
  for (const path of ["report.json", "k6.log", "error", "revision"]) writeFileSync(join(work, path), "x");
  const calls = join(folder, "calls");
  const source = join(folder, "script");
  writeFileSync(source, script.source);
  const result = succeeds ? "return 0" : "return 1";
  const deploys = script.file.startsWith("deploy/");
  const answers: Record<string, string> = {
    ...{ grep: "return 1", base64: `/usr/bin/base64 "$@"` },
    ...(deploys && succeeds && served),
  };
  const functions = programs.map(
    (name) =>
      `${name}() { printf '%s\\0' ${name} "$#" "$@" >>${quoted(calls)}; ${answers[name] ?? result}; }`,
  );
  const environment = {
    ...script.fixed,
    ...Object.fromEntries(script.chosen.map((name) => [name, ordinary[name] ?? "x"])),
    ...{ WORK: work, SOURCE: join(work, "source"), OUT: join(work, "out"), HOME: work },
    ...{
      TERMINATION_LOG: join(folder, "termination"),
      CREDENTIALS: source,
      // Every channel of a notification.
      ...{ SLACK_WEBHOOK_URL: "http://x", TEAMS_WEBHOOK_URL: "http://x", TOPIC: "arn:aws:sns:x:1:x" },
      ...{ WHEN: "change", BUCKET: "x", REGION: "x", S3: "http://x", SNS: "http://x", STS: "http://x" },
      WORKFLOW: "team/run",
      READY: source,
    },
  };
  const runs = values.map((assigned) => {
    const assignments = assigned.map(([variable, value]) => `${variable}=${quoted(value)}; `).join("");
    return (
      `( ${assignments}. ${quoted(source)} ) </dev/null >/dev/null 2>&1; ` +
      `printf '%s\\0' ${ended} 1 $? >>${quoted(calls)}`
    );
  });
  const driver = join(folder, "driver");
  writeFileSync(driver, [...functions, ...runs, `printf 'done'`].join("\n"));
  rmSync(calls, { force: true });
  const env = { ...environment, PATH: "/usr/bin:/bin" };
  const { stdout } = spawnSync(shell, [driver], { cwd: work, env, encoding: "utf8" });
  expect(stdout).toBe("done");
  const recorded = runsIn(readFileSync(calls, "utf8"));
  expect(recorded).toHaveLength(values.length);
  return recorded;
}

/** What the driver itself notes when a run has ended; no program has this name. */
const ended = "=ended=";

/** The runs of a driver. The end of each is written when all its programs have ended, so it can always be read. */
function runsIn(text: string): (Run | undefined)[] {
  const parts = text.split(`${ended}\0`);
  return parts.slice(1).map((after, index) => {
    const [, status = ""] = after.split("\0", 2);
    const before = parts[index] ?? "";
    // What follows the end of the run before: two words and their NULs.
    const own = index === 0 ? before : before.split("\0").slice(2).join("\0");
    const calls = callsIn(own);
    const length = calls.reduce((sum, call) => sum + call.length + 1, 0);
    const isWhole =
      length === own.split("\0").length - 1 && calls.every(([name = ""]) => programs.includes(name));
    return isWhole ? { calls, status: Number(status) } : undefined;
  });
}

/**
 * Arguments that are a payload, or a word of one, and that the program would read as an option: they begin with `-`
 * and follow neither `--` nor an option of jq that takes the next two as they are.
 */
function smuggledIn(call: readonly string[], words: ReadonlySet<string>): string[] {
  const end = call.findIndex((argument) => argument === "--" || argument === "--end-of-options");
  return call.flatMap((argument, index) => {
    const isPlain = end !== -1 && index > end;
    const isData = /^--arg(json)?$/.test(call[index - 2] ?? "") || call[0] === "printf";
    const isOption = argument.startsWith("-") && words.has(argument) && argument !== "--";
    return isOption && !isPlain && !isData ? [call.join(" ")] : [];
  });
}

const scripts = TemplateScript.all();

/** The tests of one shell; each shell has a file, so that they run side by side. */
export function attackScriptsIn(shell: Shell): void {
  describeWith(shell)(`scripts of workflow templates in ${shell}`, () => {
    it("are attacked with at least 500 texts", () => {
      expect(payloads("x").length).toBeGreaterThanOrEqual(500);
      expect(scripts.length).toBeGreaterThanOrEqual(8);
    });

    it.each(scripts.map((script) => ({ name: `${script.file}/${script.template}`, script })))(
      "$name runs nothing that a parameter says, and takes none of it for an option",
      ({ script }) => {
        // What differs between shells are expansions, and failures add none.
        for (const succeeds of shell === "dash" ? [true, false] : [true])
          expect(attack({ script, shell, succeeds })).toEqual({
            executed: [],
            smuggled: [],
            attacks: script.chosen.length * payloads("x", succeeds ? "all" : "first command").length,
          });
      },
    );

    const careless = (source: string, variables = ["X"]) =>
      attack({
        script: new TemplateScript(
          "x",
          "x",
          source,
          variables.map((name) => ({ name, value: "{{inputs.parameters.x}}" })),
        ),
        shell,
        succeeds: true,
      });

    it("would be caught if they were careless", () => {
      expect(careless('eval "echo $X"').executed).not.toEqual([]);
      expect(careless('sh -c "echo $X"').executed).not.toEqual([]);
      expect(careless('git fetch origin "$X"').smuggled).not.toEqual([]);
      expect(careless("git fetch origin -- $X").smuggled).toEqual([]);
      expect(careless('git fetch --depth=1 -- "$X"')).toMatchObject({ executed: [], smuggled: [] });
    });

    it("would be caught alike if other parameters are attacked in the same run", () => {
      // What a shell does in the background may come after the end.
      const executed = (source: string, variables: string[]) =>
        careless(source, variables).executed.filter((each) => !each.includes(" &"));
      const alone = executed('( eval "echo $X" ) || :', ["X"]);
      expect(alone.length).toBeGreaterThan(100);
      const source = 'git -- "$A" "$B"; ( eval "echo $X" ) || :; git -- "$Y"';
      expect(executed(source, ["A", "B", "X", "Y"])).toEqual(alone);
      // Here some payloads of the other parameter end the script first.
      expect(executed(`case $A in *@*) exit 1 ;; esac; ${source}`, ["A", "B", "X", "Y"])).toEqual(alone);
    });
  });
}
