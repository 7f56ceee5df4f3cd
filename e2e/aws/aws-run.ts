import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../config/environment";
import { stackId, type StackName } from "../../config/naming";
import { AwsEmulator, withoutAws } from "../lab/aws-emulator";
import { goMemory } from "../lab/go-memory";
import type { SuiteRun } from "../shared/frame";
import { existingAccount } from "./existing-account";
import { committed, type Project } from "./project";
import { findProvider } from "./provider";
import { type Configuration, StackDirectory, type TerraformSettings } from "./stack-directory";

/** What every step works with. */
export interface AwsRun extends Pick<SuiteRun, "table" | "progress" | "processes"> {
  readonly emulator: AwsEmulator;
  readonly terraform: TerraformSettings;
  /** Folder that is removed after the run, unless `LAB_KEEP=1`. */
  readonly scratch: string;
  readonly edited: Project;
}

/** Starts the emulator with an account per environment, and finds the AWS provider for Terraform. */
export async function startAwsRun(
  run: SuiteRun,
  edited: Project,
  environments: readonly Environment[],
): Promise<AwsRun> {
  const { table, progress, processes, folder: scratch } = run;
  const { configFile, override, description } = await findProvider(processes, pinnedVersion(), scratch);
  progress(description);
  const emulator = await AwsEmulator.start(run);
  progress(`moto ${emulator.version} answers at ${emulator.endpoint}`);
  await emulator.exist(environments.map(existingAccount));
  const logs = join(scratch, "logs");
  mkdirSync(logs, { recursive: true });
  const env = {
    ...withoutAws(process.env),
    ...emulator.variables,
    ...goMemory,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_CLI_CONFIG_FILE: configFile,
    TF_LOG: "INFO",
    TF_LOG_PATH: join(logs, "terraform.log"),
  };
  const keep = (directory: string, output: string): void =>
    appendFileSync(join(logs, "output.log"), `${directory}\n${output}\n`);
  const terraform = { processes, override, env, keep };
  return { table, progress, processes, emulator, scratch, edited, terraform };
}

/** The folder in which Terraform works on a stack; the same one for every step. */
export function stackDirectory(run: AwsRun, environment: Environment, stack: StackName): StackDirectory {
  return new StackDirectory(join(run.scratch, "stacks", stackId(environment.name, stack)), run.terraform);
}

function pinnedVersion(): string {
  const { terraform } = JSON.parse(committed("production-argo-storage")) as Configuration;
  return terraform.required_providers.aws?.version ?? "";
}
