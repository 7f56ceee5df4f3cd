import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readLibrary } from "../../config/workflow-library";
import { type Script, scriptsOf } from "../../config/workflow-scripts";
import { readDocuments } from "../../config/workflow-template";

// Scripts start real programs, and a busy machine takes its time.
jest.setTimeout(120_000);

/** Shells that a tool's image may call sh: Debian's and Alpine's are as strict as dash, others are bash. */
export const shells = ["dash", "bash"] as const;
export type Shell = (typeof shells)[number];

export interface ScriptRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What Argo would show as the reason. */
  readonly reason: string;
  /** The folder that stood for the pod's /tmp. */
  readonly work: string;
  /** Each call of a stub: its name and its arguments. */
  readonly calls: readonly (readonly string[])[];
}

export interface RunProps {
  readonly env?: Readonly<Record<string, string>>;
  /** Bodies of programs that stand in for a tool's own, by name; each call is recorded. */
  readonly stubs?: Readonly<Record<string, string>>;
  /** Fills the pod's /tmp before the script runs. */
  readonly prepare?: (work: string) => void;
}

/** A script of a workflow template, as the file has it. */
export class TemplateScript {
  constructor(
    /** `build/build-docker-image` */
    readonly file: string,
    readonly template: string,
    readonly source: string,
    readonly variables: Script["env"],
  ) {}

  /** Reads only the file with the script. */
  static find(file: string, template: string): TemplateScript {
    const path = `workflow-templates/${file}.yaml`;
    const found = readDocuments(path)
      .flatMap(({ data }) => scriptsIn(file, data as object))
      .find((one) => one.template === template);
    if (!found) throw new Error(`${path} has no script in a template ${template}`);
    return found;
  }

  /** Every script of the library. */
  static all(): TemplateScript[] {
    return readLibrary().templates.flatMap(({ file, manifest }) =>
      scriptsIn(file.replace(/^workflow-templates\/|\.yaml$/g, ""), manifest),
    );
  }

  /** Variables that carry what a caller chose. */
  get chosen(): readonly string[] {
    return this.variables
      .filter(({ value }) => /\{\{.*inputs\.parameters/s.test(value ?? ""))
      .map(({ name }) => name);
  }

  /** Variables that the file gives a value of its own. */
  get fixed(): Record<string, string> {
    return Object.fromEntries(
      this.variables.flatMap(({ name, value }) => (value?.includes("{{") === false ? [[name, value]] : [])),
    );
  }

  run(shell: Shell, { env = {}, stubs = {}, prepare }: RunProps = {}): ScriptRun {
    const folder = mkdtempSync(join(tmpdir(), "template-script-"));
    const [work, bin] = [join(folder, "work"), join(folder, "bin")];
    mkdirSync(work);
    mkdirSync(bin);
    prepare?.(work);
    const recorded = join(folder, "calls");
    for (const [name, body] of Object.entries(stubs)) {
      writeFileSync(join(bin, name), stub(name, recorded, body));
      chmodSync(join(bin, name), 0o755);
    }
    const source = join(folder, "script");
    writeFileSync(source, this.source);
    const termination = join(folder, "termination");
    const { status, stdout, stderr } = spawnSync(shell, [source], {
      cwd: work,
      encoding: "utf8",
      env: {
        ...this.fixed,
        ...Object.fromEntries(this.chosen.map((name) => [name, ""])),
        PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`,
        WORK: work,
        HOME: work,
        TERMINATION_LOG: termination,
        ...env,
      },
    });
    const reason = existsSync(termination) ? readFileSync(termination, "utf8") : "";
    const calls = existsSync(recorded) ? callsIn(readFileSync(recorded, "utf8")) : [];
    return { status, stdout, stderr, reason, work, calls };
  }
}

function scriptsIn(file: string, manifest: object): TemplateScript[] {
  return scriptsOf(manifest)
    .filter(({ isScriptTemplate }) => isScriptTemplate)
    .map(({ template, source, env }) => new TemplateScript(file, template, source, env));
}

/** Arguments may hold anything but NUL, so that is what stands between them. */
function stub(name: string, recorded: string, body: string): string {
  return `#!/bin/sh\nprintf '%s\\0' ${name} "$#" "$@" >>'${recorded}'\n${body}\n`;
}

/** Reads what stubs wrote: name, number of arguments, arguments. */
export function callsIn(text: string): string[][] {
  const words = text.split("\0").slice(0, -1);
  const calls: string[][] = [];
  for (let next = 0; next < words.length;) {
    const [name = "", count = "0"] = words.slice(next, next + 2);
    const end = next + 2 + Number(count);
    calls.push([name, ...words.slice(next + 2, end)]);
    next = end;
  }
  return calls;
}

/** `describe`, left out where a program isn't installed; CI has them all, and fails without. */
export function describeWith(...programs: readonly string[]): typeof describe {
  const missing = programs.filter((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0);
  if (missing.length === 0 || process.env["CI"] !== undefined) return describe;
  console.warn(`Without ${missing.join(", ")} some scripts of workflow templates aren't run.`);
  return describe.skip;
}
