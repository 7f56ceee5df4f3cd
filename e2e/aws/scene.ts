import { join } from "node:path";
import type { Environment } from "../../config/environment";
import type { StackName } from "../../config/naming";
import { stackId } from "../../config/naming";
import type { AwsEmulator } from "../lab/aws-emulator";
import type { SuiteRun } from "../shared/frame";
import type { Project } from "./project";
import { StackDirectory, type TerraformSettings } from "./stack-directory";

/** What every step of the run works with. */
export interface Scene extends Pick<SuiteRun, "table" | "progress"> {
  readonly emulator: AwsEmulator;
  readonly terraform: TerraformSettings;
  /** Folder that is removed after the run, unless `LAB_KEEP=1`. */
  readonly scratch: string;
  /**
   * The project after three edits, synthesized: the state stack of production is at `bootstrap: local`, that of local
   * at `s3`, and both archives have `passwordVersion: 2`.
   */
  readonly edited: Project;
}

/** The folder in which Terraform works on a stack; the same one for every step. */
export function stackDirectory(scene: Scene, environment: Environment, stack: StackName): StackDirectory {
  return new StackDirectory(join(scene.scratch, "stacks", stackId(environment.name, stack)), scene.terraform);
}
