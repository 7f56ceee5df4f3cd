import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "./cache-folder";

const run = promisify(execFile);

/**
 * A folder in the cache that is filled once: under a temporary name, then renamed, so that it is always complete.
 * @param name contains a hash of everything that determines the content
 * @returns the folder
 * @throws what `fill` throws; then nothing is left behind
 */
export async function cachedFolder(name: string, fill: (work: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(`${folder}.build-`);
  try {
    await fill(work);
    // Another run may have been faster.
    if (!existsSync(folder)) renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

/** A `cachedFolder` of npm packages, one per version of Node's native modules. */
export function cachedInstallation(
  name: string,
  hash: string,
  fill: (work: string) => Promise<void>,
): Promise<string> {
  return cachedFolder(`${name}-node${process.versions.modules}-${hash}`, fill);
}

/**
 * Runs a program of an installation without its output.
 * @throws with the last lines of its output
 */
export async function quietly(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly signal?: AbortSignal; readonly env?: NodeJS.ProcessEnv },
): Promise<void> {
  try {
    await run(program, args, { maxBuffer: 64 * 2 ** 20, ...options });
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    const said = (`${stdout}\n${stderr}`.trim() || message).split("\n").slice(-15).join("\n");
    throw new Error(`'${program} ${args.join(" ")}' failed in ${options.cwd}:\n${said}`, { cause: error });
  }
}
