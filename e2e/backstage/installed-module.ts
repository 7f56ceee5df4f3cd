import { createHash } from "node:crypto";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryPath } from "../../config/repository";
import { cachedInstallation, quietly } from "../lab/cached-installation";

/** All that npm reads for `npm ci`. */
const files = ["package.json", "package-lock.json", ".npmrc"];

/**
 * The result of `npm ci` for the scaffolder module, in the cache: installed again if the lock file or the packages in
 * package.json change. Compiling SQLite alone takes a minute and a half.
 * @returns the folder that contains `node_modules`
 * @throws with npm's last lines
 */
export function installedModule(progress: (line: string) => void): Promise<string> {
  const module = repositoryPath("backstage", "scaffolder-module");
  return cachedInstallation("scaffolder-module", keyOf(module), async (work) => {
    progress("installing the scaffolder module's dependencies, once (minutes)");
    for (const file of files) cpSync(join(module, file), join(work, file));
    await quietly("npm", ["ci", "--prefer-offline"], { cwd: work });
  });
}

function keyOf(module: string): string {
  const read = (file: string): string => readFileSync(join(module, file), "utf8");
  // Without its scripts.
  const manifest = JSON.stringify({ ...(JSON.parse(read("package.json")) as object), scripts: {} });
  const hash = createHash("sha256").update(manifest);
  return hash.update(read("package-lock.json")).update(read(".npmrc")).digest("hex").slice(0, 12);
}
