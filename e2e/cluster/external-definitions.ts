import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { applyDefinitions } from "../lab/custom-resource-definitions";
import type { Lab } from "../lab/lab";

const run = promisify(execFile);
const externalSecrets = "github.com/external-secrets/external-secrets@v1.3.2";
/** Of its kinds only those that our stacks make. */
const kinds = ["secretstores", "externalsecrets"];

/**
 * Installs the definitions of External Secrets from its Go module.
 * @returns undefined, or why they can't be had; the API server then knows none of its kinds
 */
export async function installExternalSecrets({ api, folder }: Lab): Promise<string | undefined> {
  const own = join(folder, "external-secrets");
  mkdirSync(own);
  try {
    const { stdout } = await run("go", ["mod", "download", "-json", externalSecrets], { cwd: folder });
    const { Dir } = JSON.parse(stdout) as { Dir: string };
    for (const kind of kinds) {
      const file = `external-secrets.io_${kind}.yaml`;
      copyFileSync(join(Dir, "config", "crds", "bases", file), join(own, file));
    }
  } catch (error) {
    return `${externalSecrets} can't be had: ${(error as Error).message.split("\n")[0] ?? ""}`;
  }
  await applyDefinitions(api, own);
  return undefined;
}
