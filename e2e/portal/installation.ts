import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";

import { cacheFolder } from "../lab/cache-folder";

const run = promisify(execFile);
const source = join(__dirname, "backstage");

export interface InstallOptions {
  /** Receives a line for each step. */
  readonly progress: (line: string) => void;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

/**
 * Installs the small Backstage and builds its pages, in the cache, unless that was done: keyed by its lock file and
 * everything else it is made of.
 * @returns the folder where it lies
 * @throws with the last lines of what npm or the build said
 */
export async function installBackstage({ progress, signal }: InstallOptions): Promise<string> {
  const folder = join(cacheFolder(), `portal-node${process.versions.modules}-${sourceHash()}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(`${folder}.build-`);
  try {
    cpSync(source, work, { recursive: true });
    const timed = async (
      what: string,
      program: string,
      args: readonly string[],
      cwd: string,
    ): Promise<void> => {
      const from = Date.now();
      progress(`${what} ...`);
      await quietly(program, args, cwd, signal);
      progress(`${what}: ${Math.round((Date.now() - from) / 1000)} s`);
    };
    const install = ["ci", "--no-audit", "--no-fund", "--prefer-offline"];
    await timed("installing the portal's Backstage, once (minutes)", "npm", install, work);
    const build = join(
      work,
      "node_modules",
      "@backstage",
      "cli-module-build",
      "bin",
      "backstage-cli-module-build",
    );
    await timed(
      "building the portal's pages",
      process.execPath,
      [build, "package", "build"],
      join(work, "app"),
    );
    // Somebody else may have been as far in the meantime.
    if (!existsSync(folder)) renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

function sourceHash(): string {
  const hash = createHash("sha256");
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(relative(source, file)))
    .sort();
  for (const file of files)
    hash.update(relative(source, file)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex").slice(0, 12);
}

async function quietly(
  program: string,
  args: readonly string[],
  cwd: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await run(program, args, {
      cwd,
      signal,
      env: { ...process.env, NODE_ENV: program === "npm" ? "development" : "production" },
      maxBuffer: 64 * 2 ** 20,
    });
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    const said = `${stdout}\n${stderr}`.trim() || message;
    throw new Error(
      `'${program} ${args.join(" ")}' failed in ${cwd}:\n${said.split("\n").slice(-15).join("\n")}`,
      {
        cause: error,
      },
    );
  }
}
