import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";

import { repositoryPath } from "../../config/repository";
import { installedModule } from "./installed-module";

/** In place of `npm ci` in the scaffolder module, for CI: the same tree, as hard links to what was installed before. */
async function main(): Promise<void> {
  const installed = await installedModule((line) => console.log(line));
  const target = repositoryPath("backstage", "scaffolder-module", "node_modules");
  rmSync(target, { recursive: true, force: true });
  execFileSync("cp", ["-al", `${installed}/node_modules`, target]);
  console.log(`node_modules as ${installed} has it`);
}

void main();
