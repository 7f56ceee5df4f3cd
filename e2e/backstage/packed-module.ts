import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { repositoryPath } from "../../config/repository";

const run = promisify(execFile);
const name = "@aws-argo-infra/plugin-scaffolder-backend-module-argo-workflows";

/**
 * Packs the scaffolder module as npm would publish it, and unpacks it where Node finds it by its name and its
 * dependencies beside it, in the module's own folder.
 * @returns that folder, to load modules from
 * @throws a sentence if the module's dependencies aren't installed
 */
export async function unpackModule(progress: (line: string) => void): Promise<string> {
  const module = repositoryPath("backstage", "scaffolder-module");
  if (!existsSync(join(module, "node_modules", "@backstage", "plugin-scaffolder-backend"))) {
    progress("installing the scaffolder module's dependencies (minutes)");
    await run("npm", ["ci"], { cwd: module, maxBuffer: 16 * 1024 * 1024 });
  }
  const scratch = join(module, ".scratch");
  rmSync(scratch, { recursive: true, force: true });
  const target = join(scratch, "node_modules", name);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(scratch, "package.json"), JSON.stringify({ name: "scratch", private: true }));
  await run("npm", ["pack", "--pack-destination", scratch], { cwd: module });
  const archive = readdirSync(scratch).find((file) => file.endsWith(".tgz"));
  await run("tar", ["-xzf", join(scratch, archive ?? ""), "-C", target, "--strip-components=1"]);
  return scratch;
}
