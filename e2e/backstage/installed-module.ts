import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { repositoryPath } from "../../config/repository";
import { cacheFolder } from "../lab/cache-folder";

const run = promisify(execFile);
/** All that npm looks at for `npm ci`. */
const files = ["package.json", "package-lock.json", ".npmrc"];

/**
 * What `npm ci` makes of the scaffolder module's lock file, in the cache: installed when the lock file, or what
 * package.json says of packages, is new. Compiling SQLite alone takes a minute and a half.
 * @returns the folder that holds `node_modules`
 */
export async function installedModule(progress: (line: string) => void): Promise<string> {
  const module = repositoryPath("backstage", "scaffolder-module");
  const folder = join(cacheFolder(), `scaffolder-module-node${process.versions.modules}-${keyOf(module)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(`${folder}.build-`);
  try {
    progress("installing the scaffolder module's dependencies, once (minutes)");
    for (const file of files) cpSync(join(module, file), join(work, file));
    await run("npm", ["ci", "--prefer-offline"], { cwd: work, maxBuffer: 16 * 1024 * 1024 });
    // Somebody else may have been as far in the meantime.
    if (!existsSync(folder)) renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

function keyOf(module: string): string {
  const read = (file: string): string => readFileSync(join(module, file), "utf8");
  // But for its scripts.
  const manifest = JSON.stringify({ ...(JSON.parse(read("package.json")) as object), scripts: {} });
  const hash = createHash("sha256").update(manifest);
  return hash.update(read("package-lock.json")).update(read(".npmrc")).digest("hex").slice(0, 12);
}
