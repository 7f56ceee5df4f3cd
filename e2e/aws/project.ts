import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../config/environment";
import { loadEnvironments } from "../../config/load";
import type { Processes } from "../lab/processes";

const repository = join(__dirname, "..", "..");
/** What a synth never reads. */
const leftBehind = [".git", "node_modules", "e2e", "__tests__", "coverage", "docs", "backstage"];

/** A copy of this repository in which environment files can be edited and synthesized. */
export class Project {
  private constructor(
    private readonly processes: Processes,
    readonly directory: string,
  ) {}

  static create(processes: Processes, directory: string): Project {
    mkdirSync(directory, { recursive: true });
    for (const entry of readdirSync(repository)) {
      if (!leftBehind.includes(entry))
        cpSync(join(repository, entry), join(directory, entry), { recursive: true });
    }
    symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
    return new Project(processes, directory);
  }

  get environments(): Environment[] {
    return loadEnvironments(join(this.directory, "environments"));
  }

  environment(name: string): Environment {
    const found = this.environments.find((environment) => environment.name === name);
    if (!found)
      throw new Error(
        `environments/${name}.yaml is missing: e2e:aws works with the examples local, production and dev and edits ` +
          "lines of them; run it in a checkout that still has them",
      );
    return found;
  }

  /** Replaces one line of an environment file; the line must be there. */
  edit(environment: string, from: string, to: string): void {
    const file = join(this.directory, "environments", `${environment}.yaml`);
    const before = readFileSync(file, "utf8");
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${environment}.yaml has no line ${JSON.stringify(from)}`);
    writeFileSync(file, after);
  }

  /** Makes a new environment out of another one's file; each text that is replaced must be there. */
  addEnvironment(name: string, model: string, replacements: Readonly<Record<string, string>>): void {
    let file = readFileSync(join(this.directory, "environments", `${model}.yaml`), "utf8");
    for (const [from, to] of Object.entries(replacements)) {
      if (!file.includes(from)) throw new Error(`${model}.yaml has no ${from}`);
      file = file.replaceAll(from, to);
    }
    writeFileSync(join(this.directory, "environments", `${name}.yaml`), file);
  }

  /** `npm run synth`. */
  async synth(): Promise<void> {
    const { code, output } = await this.processes.run("npm", ["run", "--silent", "synth"], {
      folder: this.directory,
    });
    if (code !== 0) throw new Error(`npm run synth failed: ${output}`);
  }

  /** The synthesized JSON of a stack, as text. */
  json(stack: string): string {
    return readFileSync(join(this.directory, "cdktf.out", "stacks", stack, "cdk.tf.json"), "utf8");
  }
}

/** The committed JSON of a stack, as text. */
export function committed(stack: string): string {
  return readFileSync(join(repository, "cdktf.out", "stacks", stack, "cdk.tf.json"), "utf8");
}

/** Stacks that have committed JSON. */
export function committedStacks(): string[] {
  return readdirSync(join(repository, "cdktf.out", "stacks"));
}
