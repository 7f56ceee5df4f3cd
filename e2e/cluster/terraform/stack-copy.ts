import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { argoRelease, stackId, type StackName } from "../../../config/naming";
import { repositoryPath } from "../../../config/repository";
import type { StackJson } from "../../shared/installation/manifests-of";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Pins, Terraform } from "./providers";

const run = promisify(execFile);

interface CommittedStack extends StackJson {
  readonly terraform: { readonly required_providers: Pins };
  readonly output?: object;
}

/** How the applied stacks differ from the committed ones; printed with the stand-ins. */
export const terraformChanges: readonly string[] = [
  "Terraform: the backend is a local file, both providers use the lab's kubeconfig instead of EKS",
  `Terraform: without the release ${argoRelease}, whose pods have no images here, and without data sources of AWS`,
];

/** How a copy is applied. */
export interface TerraformTarget {
  readonly folder: string;
  readonly kubeconfig: string;
  readonly terraform: Terraform;
  /** Stops Terraform when the run is interrupted. */
  readonly signal: AbortSignal;
}

/** A copy of a committed stack in a separate folder, with Terraform commands for it. */
export class StackCopy {
  private constructor(
    private readonly folder: string,
    private readonly target: TerraformTarget,
  ) {}

  /** Copies a committed stack. All resources stay the same, except the release of the upstream chart. */
  static async create(
    { environment, json: read }: EnvironmentStacks,
    stack: StackName,
    target: TerraformTarget,
  ): Promise<StackCopy> {
    const id = stackId(environment.name, stack);
    const folder = join(target.folder, "terraform", id);
    const committed = repositoryPath("cdktf.out", "stacks", id);
    mkdirSync(folder, { recursive: true });
    if (existsSync(join(committed, "assets")))
      cpSync(join(committed, "assets"), join(folder, "assets"), { recursive: true });
    const json = read(stack) as CommittedStack;
    const { resource = {}, terraform: settings } = json;
    const access = { config_path: target.kubeconfig, config_context: "lab" };
    const { helm_release: releases = {}, ...typed } = resource;
    const kept = Object.entries(releases).filter(([key]) => key !== argoRelease);
    const copy = {
      provider: { kubernetes: [access], helm: [{ kubernetes: access }] },
      terraform: { required_providers: pinsOf(settings.required_providers), backend: { local: {} } },
      resource: { ...typed, ...(kept.length > 0 && { helm_release: Object.fromEntries(kept) }) },
      ...(json.output && { output: json.output }),
    };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(copy));
    const made = new StackCopy(folder, target);
    await made.run("init");
    return made;
  }

  async apply(): Promise<void> {
    await this.run("apply", "-auto-approve");
  }

  /** Addresses that a plan would change, each with what it would do. */
  async planned(): Promise<string[]> {
    await this.run("plan", "-out=plan");
    const plan = JSON.parse(await this.run("show", "-json", "plan")) as {
      resource_changes?: { address: string; change: { actions: string[] } }[];
    };
    return (plan.resource_changes ?? [])
      .filter(({ change }) => change.actions.some((action) => action !== "no-op" && action !== "read"))
      .map(({ address, change }) => `${address}: ${change.actions.join(", ")}`);
  }

  /** A plan in readable form. */
  plan(): Promise<string> {
    return this.run("plan");
  }

  /** Changes the copy's JSON. @throws unless it contains the text exactly once */
  edit(text: string, by: string): void {
    const file = join(this.folder, "cdk.tf.json");
    const [before, after, ...more] = readFileSync(file, "utf8").split(text);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`${JSON.stringify(text)} must be in ${file} exactly once`);
    writeFileSync(file, before + by + after);
  }

  /** The state file as text. */
  get state(): string {
    const file = join(this.folder, "terraform.tfstate");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  private async run(command: string, ...args: string[]): Promise<string> {
    const quiet = command === "show" ? [] : ["-input=false"];
    try {
      const { stdout } = await run("terraform", [command, "-no-color", ...quiet, ...args], {
        cwd: this.folder,
        env: this.target.terraform.environment,
        maxBuffer: 256 * 2 ** 20,
        signal: this.target.signal,
      });
      return stdout;
    } catch (error) {
      const { stderr = "", message } = error as Error & { stderr?: string };
      throw new Error(`terraform ${command}: ${stderr.trim().slice(0, 1500) || message}`, { cause: error });
    }
  }
}

/** The two providers that the cluster's resources need. */
export function pinsOf({ kubernetes, helm }: Pins): Pins {
  return { kubernetes, helm };
}

/** Versions of both providers as a stack was committed with them. */
export function committedPins({ json }: EnvironmentStacks): Pins {
  return pinsOf((json("tenancy") as CommittedStack).terraform.required_providers);
}
