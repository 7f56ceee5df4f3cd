import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Absolute path of a file of this repository, whether or not the code runs compiled (in `dist/`).
 * @throws Error if no parent folder contains `cdktf.json`
 */
export function repositoryPath(...parts: readonly string[]): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, "cdktf.json"))) return join(folder, ...parts);
  }
  throw new Error(`no cdktf.json in ${__dirname} or above it`);
}
