import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { applyDefinitions } from "../lab/custom-resource-definitions";
import type { Lab } from "../lab/lab";

const run = promisify(execFile);

/** Definitions of custom resources that somebody else publishes in a Go module. */
export interface ExternalDefinitions {
  /** Names its folder in a run's data. */
  readonly name: string;
  /** `path@version` */
  readonly module: string;
  /** `<plural>.<group>` of each kind that a run uses -> its file in the module. */
  readonly files: Readonly<Record<string, string>>;
}

/** Of its kinds only those that our stacks make. */
const externalSecrets: ExternalDefinitions = {
  name: "external-secrets",
  module: "github.com/external-secrets/external-secrets@v1.3.2",
  files: {
    "secretstores.external-secrets.io": "config/crds/bases/external-secrets.io_secretstores.yaml",
    "externalsecrets.external-secrets.io": "config/crds/bases/external-secrets.io_externalsecrets.yaml",
  },
};

/**
 * Installs the definitions of External Secrets from its Go module.
 * @returns undefined, or why they can't be had; the API server then knows none of its kinds
 */
export async function installExternalSecrets(lab: Lab): Promise<string | undefined> {
  return installDefinitions(lab, externalSecrets);
}

/** @returns undefined, or why they can't be had */
export async function installDefinitions(
  { api, folder }: Lab,
  { name, module, files }: ExternalDefinitions,
): Promise<string | undefined> {
  const own = join(folder, name);
  mkdirSync(own);
  try {
    const { stdout } = await run("go", ["mod", "download", "-json", module], { cwd: folder });
    const { Dir } = JSON.parse(stdout) as { Dir: string };
    for (const [kind, file] of Object.entries(files))
      copyFileSync(join(Dir, file), join(own, kind.replace(/^([^.]+)\.(.+)$/, "$2_$1.yaml")));
  } catch (error) {
    return `${module} can't be had: ${(error as Error).message.split("\n")[0] ?? ""}`;
  }
  await applyDefinitions(api, own);
  return undefined;
}
