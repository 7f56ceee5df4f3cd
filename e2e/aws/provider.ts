import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Processes } from "../lab/processes";

/** Where Terraform finds the AWS provider, and which version that is. */
export interface ProviderSource {
  /** Terraform's command line configuration file. */
  readonly configFile: string;
  /** Version to pin in a file next to the JSON, if the version that the JSON pins isn't available. */
  readonly override?: string;
  /** One sentence for people. */
  readonly description: string;
}

/**
 * Looks for the provider version that the JSON pins, first in a mirror on this machine, then in the registry. If
 * neither has it, takes the newest version of a mirror.
 *
 * @throws if there is no AWS provider at all
 */
export async function findProvider(
  processes: Processes,
  pinned: string,
  scratch: string,
): Promise<ProviderSource> {
  const platform = await terraformPlatform(processes);
  const configFile = join(scratch, "terraform.rc");
  const offers = mirrors().flatMap((mirror) =>
    versions(mirror, platform).map((version) => ({ mirror, version })),
  );
  const exact = offers.find(({ version }) => version === pinned);
  if (exact) {
    useMirror(configFile, exact.mirror);
    return { configFile, description: `AWS provider ${pinned}, as pinned, from ${exact.mirror}` };
  }
  if (await registryHas(processes, pinned, scratch, configFile))
    return { configFile, description: `AWS provider ${pinned}, as pinned, from the registry` };
  const newest = offers.sort((a, b) => compare(b.version, a.version))[0];
  if (!newest) {
    throw new Error(
      `no AWS provider: neither the registry nor a mirror on this machine has ${pinned}; set TF_PLUGIN_MIRROR to the folder of a mirror`,
    );
  }
  useMirror(configFile, newest.mirror);
  return {
    configFile,
    override: newest.version,
    description: `AWS provider ${newest.version} from ${newest.mirror}, pinned by an override file, because ${pinned} is not available`,
  };
}

/** Folders laid out as `<host>/hashicorp/aws/<version>/<platform>` (Terraform: "Implied Local Mirror Directories"). */
function mirrors(): string[] {
  const share = (process.env.XDG_DATA_DIRS ?? "/usr/local/share:/usr/share").split(":");
  return [
    process.env.TF_PLUGIN_MIRROR,
    join(homedir(), ".terraform.d", "plugins"),
    join(process.env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "terraform", "plugins"),
    ...share.map((folder) => join(folder, "terraform", "plugins")),
    ...packagesIn("/opt"),
  ].filter((folder): folder is string => folder !== undefined && existsSync(folder));
}

/** Folders of add-on software (Filesystem Hierarchy Standard) that are laid out as a mirror. */
function packagesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .filter((mirror) =>
      readdirSync(mirror).some((host) => existsSync(join(mirror, host, "hashicorp", "aws"))),
    );
}

function versions(mirror: string, platform: string): string[] {
  const folders = readdirSync(mirror).map((host) => join(mirror, host, "hashicorp", "aws"));
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder).filter((version) => existsSync(join(folder, version, platform))),
    );
}

function useMirror(configFile: string, path: string): void {
  writeFileSync(
    configFile,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(path)}\n  }\n}\n`,
  );
}

async function registryHas(
  processes: Processes,
  version: string,
  scratch: string,
  configFile: string,
): Promise<boolean> {
  const cache = join(scratch, "plugins");
  const probe = join(scratch, "probe");
  mkdirSync(cache, { recursive: true });
  mkdirSync(probe, { recursive: true });
  writeFileSync(configFile, `plugin_cache_dir = ${JSON.stringify(cache)}\n`);
  const aws = { source: "aws", version };
  writeFileSync(join(probe, "main.tf.json"), JSON.stringify({ terraform: { required_providers: { aws } } }));
  const { code } = await processes.run("terraform", ["init", "-backend=false", "-input=false"], {
    folder: probe,
    environment: {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: configFile,
      TF_REGISTRY_CLIENT_TIMEOUT: "5",
    },
    timeoutSeconds: 120,
  });
  return code === 0;
}

async function terraformPlatform(processes: Processes): Promise<string> {
  const { code, stdout } = await processes.run("terraform", ["version", "-json"], {
    environment: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  if (code !== 0) throw new Error("terraform is needed on the PATH, in the version of .terraform-version");
  return (JSON.parse(stdout) as { platform: string }).platform;
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
