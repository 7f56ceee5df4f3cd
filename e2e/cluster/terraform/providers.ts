import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../../lab/cache-folder";
import { goMemory } from "../../lab/go-memory";

const run = promisify(execFile);

/** Versions that the committed JSON pins, by provider. */
export type Pins = Readonly<
  Record<"kubernetes" | "helm", { readonly source: string; readonly version: string }>
>;

/** Terraform, and where it gets both providers. */
export interface Terraform {
  readonly environment: NodeJS.ProcessEnv;
  /** Where the providers come from, for the report. */
  readonly source: string;
}

/**
 * Terraform, if `terraform init` gets the pinned Kubernetes and Helm providers: from a mirror on this machine, or with
 * the user's own configuration, which by default asks the registry. Otherwise the reason why it can't get them.
 * @param folder for Terraform's and Helm's own files
 */
export async function findTerraform(pins: Pins, folder: string): Promise<Terraform | string> {
  const probe = join(folder, "probe");
  mkdirSync(probe, { recursive: true });
  writeFileSync(join(probe, "main.tf.json"), JSON.stringify({ terraform: { required_providers: pins } }));
  const own = ["CACHE", "CONFIG", "DATA"].map((each) => [`HELM_${each}_HOME`, join(folder, "helm")]);
  const base: NodeJS.ProcessEnv = {
    ...process.env,
    ...(Object.fromEntries(own) as Record<string, string>),
    ...goMemory,
    ...{ CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_REGISTRY_CLIENT_TIMEOUT: "5" },
  };
  const choices: Terraform[] = [
    ...mirrors().map((mirror, index) => ({
      environment: { ...base, TF_CLI_CONFIG_FILE: configuration(join(folder, `${index}.rc`), mirror) },
      source: mirror,
    })),
    { environment: base, source: "the registry, or what Terraform's own configuration says" },
  ];
  let reason = "";
  for (const choice of choices) {
    try {
      await run("terraform", ["init", "-backend=false", "-input=false", "-no-color"], {
        cwd: probe,
        env: choice.environment,
        timeout: 600_000,
      });
      return choice;
    } catch (error) {
      const { stderr = "", message } = error as Error & { stderr?: string };
      reason = /Error: .*\n?.*/.exec(stderr)?.[0] ?? message;
    }
  }
  return `providers ${Object.entries(pins)
    .map(([name, { version }]) => `${name} ${version}`)
    .join(", ")} are not available: ${reason.replaceAll("\n", " ")}`;
}

/** Folders laid out as `<host>/hashicorp/<provider>` (Terraform: "Implied Local Mirror Directories"), our cache included. */
function mirrors(): string[] {
  const share = (process.env["XDG_DATA_DIRS"] ?? "/usr/local/share:/usr/share").split(":");
  const data = process.env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share");
  return [
    join(cacheFolder(), "terraform-mirror"),
    join(homedir(), ".terraform.d", "plugins"),
    ...[data, ...share].map((folder) => join(folder, "terraform", "plugins")),
  ].filter((mirror) => existsSync(mirror) && readdirSync(mirror).some((host) => hasBoth(mirror, host)));
}

function hasBoth(mirror: string, host: string): boolean {
  return ["kubernetes", "helm"].every((name) => existsSync(join(mirror, host, "hashicorp", name)));
}

function configuration(file: string, mirror: string): string {
  const path = JSON.stringify(mirror);
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = ${path}\n  }\n}\n`);
  return file;
}
