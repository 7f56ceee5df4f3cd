import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command, Outcome } from "../lab/command";
import type { Processes } from "../lab/processes";

/** Terraform JSON, as far as this suite reads it. */
export interface Configuration {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly terraform: {
    backend: Record<string, Record<string, unknown>>;
    required_providers: Record<string, { version: string }>;
  };
}

/** `terraform show -json` of a state, as far as this suite reads it. */
export interface StateFile {
  readonly resources: {
    mode: string;
    type: string;
    name: string;
    instances: { attributes: Record<string, unknown> }[];
  }[];
}

/** What all Terraform commands of a run share. */
export interface TerraformSettings {
  readonly processes: Processes;
  /** Variables of the process: the emulator's, and Terraform's own. */
  readonly env: NodeJS.ProcessEnv;
  /** Provider version to pin in a file next to the JSON. */
  readonly override: string | undefined;
  /** Gets the whole output of every command and its folder. */
  readonly keep: (directory: string, output: string) => void;
}

/** A folder with the JSON of one stack, in which Terraform works as it does in Atlantis. */
export class StackDirectory {
  constructor(
    readonly directory: string,
    private readonly settings: TerraformSettings,
  ) {
    mkdirSync(directory, { recursive: true });
  }

  /** Puts JSON into the folder, as a git checkout would: Terraform's own files stay. */
  use(json: string): this {
    writeFileSync(join(this.directory, "cdk.tf.json"), json);
    const { override } = this.settings;
    if (override !== undefined) writeOverride(this.directory, override);
    return this;
  }

  /** Writes another Terraform file next to the JSON. */
  write(name: string, content: unknown): void {
    writeFileSync(join(this.directory, name), JSON.stringify(content, null, 2));
  }

  get configuration(): Configuration {
    return JSON.parse(readFileSync(join(this.directory, "cdk.tf.json"), "utf8")) as Configuration;
  }

  /** Names of the files whose names match. */
  files(name: RegExp): string[] {
    return readdirSync(this.directory).filter((file) => name.test(file));
  }

  has(file: string): boolean {
    return existsSync(join(this.directory, file));
  }

  init(...options: string[]): Promise<Outcome> {
    return this.must("init", "-input=false", ...options);
  }

  apply(...options: string[]): Promise<Outcome> {
    return this.must("apply", "-auto-approve", "-input=false", ...options);
  }

  /** Runs a command that must succeed. */
  async must(...args: string[]): Promise<Outcome> {
    const outcome = await this.try(args);
    if (outcome.code !== 0)
      throw new Error(`terraform ${args[0] ?? ""} in ${this.directory}: ${outcome.output.slice(-3000)}`);
    return outcome;
  }

  /** Runs a command that may fail. */
  async try(args: readonly string[]): Promise<Outcome> {
    const outcome = await this.start(args).done;
    this.settings.keep(this.directory, outcome.output);
    return outcome;
  }

  /** Starts a command, with these variables in addition, without waiting for its end. */
  start(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Command {
    const { processes, env } = this.settings;
    return processes.command("terraform", plain(args), {
      folder: this.directory,
      environment: { ...env, ...variables },
      timeoutSeconds: 1500,
    });
  }

  /** The state as Terraform keeps it. */
  async state(): Promise<StateFile> {
    return JSON.parse((await this.must("state", "pull")).stdout) as StateFile;
  }

  /** Addresses of all resources of the state. */
  async addresses(): Promise<string[]> {
    const { resources } = await this.state();
    // A resource whose creation did not finish has an entry without an instance.
    return resources
      .filter(({ mode, instances }) => mode === "managed" && instances.length > 0)
      .map(({ type, name }) => `${type}.${name}`)
      .sort();
  }
}

/** Pins another provider version in a file next to the JSON that git ignores. */
export function writeOverride(directory: string, version: string): void {
  const content = { terraform: { required_providers: { aws: { source: "aws", version } } } };
  writeFileSync(join(directory, "provider_override.tf.json"), JSON.stringify(content));
}

function plain([command = "", ...rest]: readonly string[]): string[] {
  return command === "state" || command === "show" || command === "force-unlock"
    ? [command, ...rest]
    : [command, "-no-color", ...rest];
}
