import { execFileSync } from "node:child_process";
import { rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryPath } from "../../config/repository";
import { installedModule } from "./installed-module";

/**
 * Replaces `npm ci` in the scaffolder module, for CI: the same tree, as hard links to the cached installation, or as copies
 * if the cache is on another file system.
 */
async function main(): Promise<void> {
  const installed = await installedModule((line) => console.log(line));
  const target = repositoryPath("backstage", "scaffolder-module", "node_modules");
  const source = join(installed, "node_modules");
  rmSync(target, { recursive: true, force: true });
  const isNear = statSync(source).dev === statSync(dirname(target)).dev;
  execFileSync("cp", [isNear ? "-al" : "-a", source, target]);
  console.log(`node_modules as ${installed} has it`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
