import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { repositoryPath } from "../../../config/repository";

const run = promisify(execFile);
const name = "@aws-argo-infra/plugin-scaffolder-backend-module-argo-workflows";

/**
 * Packs a copy of the scaffolder module with the compiler and libraries of an installed Backstage, and unpacks it in a
 * folder below that. The module's own folder stays unchanged, and nothing has to be installed in it.
 * @param installed folder of that Backstage, with its node_modules
 * @returns the folder of the module, and a function that removes it
 */
export async function unpackModuleInto(installed: string): Promise<{ packed: string; remove: () => void }> {
  const scratch = mkdtempSync(join(installed, "module-"));
  const copy = join(scratch, "source");
  const source = repositoryPath("backstage", "scaffolder-module");
  for (const entry of readdirSync(source))
    if (!["node_modules", "dist", "coverage", ".scratch", "test"].includes(entry))
      cpSync(join(source, entry), join(copy, entry), { recursive: true });
  return {
    packed: await packInto(scratch, copy),
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  };
}

async function packInto(scratch: string, module: string): Promise<string> {
  const target = join(scratch, "node_modules", name);
  mkdirSync(target, { recursive: true });
  await run("npm", ["pack", "--pack-destination", scratch], { cwd: module });
  const archive = readdirSync(scratch).find((file) => file.endsWith(".tgz"));
  await run("tar", ["-xzf", join(scratch, archive ?? ""), "-C", target, "--strip-components=1"]);
  return target;
}
