import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
const checkedFirst = ["WAIT_TIMEOUT", "IMAGE", "DRY_RUN"];

/** Where a variable isn't the parameter itself: how the expression in the file makes it. */
const made: Readonly<Record<string, (payload: string) => string>> = {
  BUILD_ARGS: (payload) => Buffer.from(`A=${payload}`).toString("base64"),
  // To run the words is what this one is for: a program that only prints them stands first.
  TEST_COMMAND: (payload) => `/usr/bin/printf %s ${payload}`,
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

interface Batch {
  readonly script: TemplateScript;
  readonly shell: Shell;
  readonly variable: string;
  /** Whether the tools succeed. */
  readonly succeeds: boolean;
}

/** Runs a script once for each payload, and tells what was run that shouldn't have been. */
function attack({ script, shell, variable, succeeds }: Batch): {
  executed: boolean;
  smuggled: string[];
  runs: number;
} {
  const folder = mkdtempSync(join(tmpdir(), "injection-"));
  const work = join(folder, "work");
  for (const path of ["source/load", "summary", "out"]) mkdirSync(join(work, path), { recursive: true });
  for (const path of ["Dockerfile", "load.js", "pom.xml", "pnpm-lock.yaml", ".gitmodules"])
    writeFileSync(join(work, "source", path), "");
  for (const path of ["report.json", "k6.log", "error", "revision"]) writeFileSync(join(work, path), "x");
  const [calls, canary] = [join(folder, "calls"), join(folder, "canary")];
  // Where the tools fail, a script is left by one of few ways, and no text decides by which.
  const texts = payloads(canary, succeeds ? "all" : "first command");
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
      SLACK_WEBHOOK_URL: "http://x",
      WORKFLOW: "team/run",
      READY: source,
    },
  };
  const runs = texts.map((text) => {
    const value = made[variable]?.(text) ?? text;
    return `( ${variable}=${quoted(value)}; . ${quoted(source)} ) </dev/null >/dev/null 2>&1`;
  });
  const driver = join(folder, "driver");
  writeFileSync(driver, [...functions, ...runs, `printf 'done'`].join("\n"));
  const env = { ...environment, PATH: "/usr/bin:/bin" };
  const { stdout } = spawnSync(shell, [driver], { cwd: work, env, encoding: "utf8" });
  expect(stdout).toBe("done");
  const recorded = existsSync(calls) ? callsIn(readFileSync(calls, "utf8")) : [];
  if (deploys && succeeds && !checkedFirst.includes(variable))
    expect(recorded.flat()).toContain(script.file === "deploy/deploy-helm" ? "upgrade" : "patch");
  const executed = existsSync(canary);
  rmSync(folder, { recursive: true });
  // Options that the script itself writes are no payload's.
  const words = new Set(
    texts.flatMap((text) => [text, ...text.split(/\s+/)]).filter((word) => !script.source.includes(word)),
  );
  return { executed, smuggled: recorded.flatMap((call) => smuggledIn(call, words)), runs: runs.length };
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

    describe.each(scripts.map((script) => ({ name: `${script.file}/${script.template}`, script })))(
      "$name",
      ({ script }) => {
        it.each(script.chosen)(
          "runs nothing that %s says, and takes none of it for an option",
          (variable) => {
            // What differs between shells are expansions, and failures add none.
            for (const succeeds of shell === "dash" ? [true, false] : [true])
              expect(attack({ script, shell, variable, succeeds })).toEqual({
                executed: false,
                smuggled: [],
                runs: payloads("x", succeeds ? "all" : "first command").length,
              });
          },
        );
      },
    );

    it("would be caught if they were careless", () => {
      const careless = (source: string) =>
        attack({
          script: new TemplateScript("x", "x", source, [{ name: "X", value: "{{inputs.parameters.x}}" }]),
          shell,
          variable: "X",
          succeeds: true,
        });
      expect(careless('eval "echo $X"').executed).toBe(true);
      expect(careless('sh -c "echo $X"').executed).toBe(true);
      expect(careless('git fetch origin "$X"').smuggled).not.toEqual([]);
      expect(careless("git fetch origin -- $X").smuggled).toEqual([]);
      expect(careless('git fetch --depth=1 -- "$X"')).toMatchObject({ executed: false, smuggled: [] });
    });
  });
}
