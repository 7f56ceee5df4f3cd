import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "./cache-folder";
import { cacheName, pinnedVersion, type Program, type Tool, toolFolder, tools } from "./programs";

const run = promisify(execFile);

/** Path of each program, by name. */
export type ProgramPaths = ReadonlyMap<string, string>;

export interface BuildOptions {
  /** Tools to provide; default all. */
  readonly only?: readonly string[];
  /** Receives one line for each program that is built. */
  readonly progress: (line: string) => void;
  /** Ends a build in progress. */
  readonly signal?: AbortSignal;
}

/**
 * Provides every program: from `KUBEBUILDER_ASSETS` or PATH if it has the pinned version, else from the cache,
 * else built with Go into the cache (under a temporary name, then renamed, so that it is always complete).
 * @throws if Go is missing or a build fails, with the compiler's last lines.
 */
export async function providePrograms(options: BuildOptions): Promise<ProgramPaths> {
  const paths = new Map<string, string>();
  for (const tool of tools) {
    if (options.only !== undefined && !options.only.includes(tool.name)) continue;
    const missing: Program[] = [];
    for (const program of tool.programs) {
      const found = installed(tool, program);
      if (found === undefined) missing.push(program);
      else paths.set(program.name, found);
    }
    if (missing.length === 0) continue;
    const folder = join(cacheFolder(), cacheName(tool, goVersion()));
    const unbuilt = missing.filter((program) => !existsSync(join(folder, program.name)));
    if (unbuilt.length > 0) await build(tool, unbuilt, folder, options);
    missing.forEach((program) => paths.set(program.name, join(folder, program.name)));
  }
  return paths;
}

/** A program outside the cache that prints the pinned version. */
function installed(tool: Tool, program: Program): string | undefined {
  if (program.versionArguments === undefined) return undefined;
  const version = pinnedVersion(tool).slice(1);
  const folders = [process.env["KUBEBUILDER_ASSETS"] ?? "", ...(process.env["PATH"] ?? "").split(delimiter)];
  for (const folder of folders) {
    const file = join(folder, program.name);
    if (folder === "" || !existsSync(file)) continue;
    try {
      const said = execFileSync(file, program.versionArguments, {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        timeout: 60_000,
      });
      if (new RegExp(`(^|[^0-9.])${version.replaceAll(".", "\\.")}($|[^0-9.])`, "m").test(said)) return file;
    } catch {
      // A program that can't print its version is not the right one.
    }
  }
  return undefined;
}

let cachedGoVersion: string | undefined;

function goVersion(): string {
  try {
    cachedGoVersion ??= execFileSync("go", ["env", "GOVERSION"], { encoding: "utf8" }).trim();
  } catch (error) {
    const how = "The lab builds its programs with Go 1.26 or later: install it and put 'go' on PATH.";
    throw new Error(how, { cause: error });
  }
  return cachedGoVersion;
}

async function build(
  tool: Tool,
  programs: readonly Program[],
  folder: string,
  options: BuildOptions,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(`${folder}.build-`);
  try {
    const source = await sourceFolder(tool, work, options);
    for (const program of programs) {
      const from = Date.now();
      options.progress(`building ${program.name} ${pinnedVersion(tool)} ...`);
      const output = join(work, program.name);
      // The linker leaves debugging information out (`-s -w`), so the compiler needn't write it: a tenth less time.
      const flags = ["-trimpath", "-gcflags=all=-dwarf=false", "-ldflags", linkerFlags(tool)];
      const arguments_ = ["build", ...flags, "-o", output, program.package];
      await go(tool, arguments_, source, options);
      renameSync(output, join(folder, program.name));
      const size = Math.round(statSync(join(folder, program.name)).size / 2 ** 20);
      options.progress(`built ${program.name} in ${Math.round((Date.now() - from) / 1000)} s (${size} MiB)`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The tool's own folder, or a completed copy of its module if the module's archive lacks files. */
async function sourceFolder(tool: Tool, work: string, options: BuildOptions): Promise<string> {
  if (tool.missingFiles === undefined || tool.module === undefined) return toolFolder(tool);
  const answer = await go(tool, ["mod", "download", "-json", tool.module], toolFolder(tool), options);
  const copy = join(work, "source");
  cpSync((JSON.parse(answer) as { Dir: string }).Dir, copy, { recursive: true });
  await run("chmod", ["-R", "u+w", copy]);
  for (const [path, content] of Object.entries(tool.missingFiles)) {
    const file = join(copy, path);
    mkdirSync(dirname(file), { recursive: true });
    if ("text" in content) writeFileSync(file, content.text);
    else cpSync(join(copy, content.copyOf), file);
    chmodSync(file, 0o644);
  }
  const main = join(work, "main");
  cpSync(toolFolder(tool), main, { recursive: true });
  await go(tool, ["mod", "edit", "-replace", `${tool.module}=../source`], main, options);
  return main;
}

function linkerFlags(tool: Tool): string {
  const variables = Object.entries(tool.linkerVariables ?? {});
  return [
    "-s",
    "-w",
    ...variables.map(([k, v]) => `-X ${k}=${v.replace("VERSION", pinnedVersion(tool))}`),
  ].join(" ");
}

async function go(tool: Tool, args: readonly string[], cwd: string, options: BuildOptions): Promise<string> {
  try {
    const { stdout } = await run("go", args, {
      cwd,
      env: { ...process.env, CGO_ENABLED: "0", ...tool.environment },
      maxBuffer: 64 * 2 ** 20,
      signal: options.signal,
    });
    return stdout;
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    const reason = stderr === "" ? message : stderr.trimEnd().split("\n").slice(-15).join("\n");
    throw new Error(`'go ${args[0] ?? ""}' failed for ${tool.name} in ${cwd}:\n${reason}`, { cause: error });
  }
}

/** Folder of a tool's Go module in the module cache, downloaded if necessary; for the data in it. */
export async function moduleFolder(toolName: string): Promise<string> {
  const tool = tools.find(({ name }) => name === toolName);
  if (tool?.module === undefined) throw new Error(`there is no tool '${toolName}' that pins a module`);
  const answer = await go(tool, ["mod", "download", "-json", tool.module], toolFolder(tool), {
    progress: () => undefined,
  });
  return (JSON.parse(answer) as { Dir: string }).Dir;
}
