import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { Environment } from "../config/environment";
import { Refusal } from "../config/refusal";
import { addEnvironment } from "./environment-stacks";
import { withoutStackTraces } from "./stack-traces";

/**
 * Writes the Terraform JSON of all environments to a folder. It checks every stack before it writes the first file: if
 * a check fails, the folder stays as it was. It deletes JSON and assets of stacks that no longer exist, but never what
 * Terraform keeps next to them (lock files, `.terraform`, a local state).
 * @returns how many stacks there are now
 * @throws Refusal if CDKTF is set to write HCL, which would replace the JSON
 */
export function synthesize(environments: readonly Environment[], outdir: string): number {
  if (["true", "1"].includes(process.env.SYNTH_HCL_OUTPUT ?? "")) {
    throw new Refusal("HCL output loses quotes and blocks; synthesize without --hcl and SYNTH_HCL_OUTPUT");
  }
  return withoutStackTraces(() => write(environments, outdir));
}

function write(environments: readonly Environment[], outdir: string): number {
  // The checks run here, for all stacks, instead of once more for each stack between the files.
  const app = new App({ outdir, skipValidation: true });
  for (const environment of environments) addEnvironment(app, environment);
  const stacks = app.node.children.filter((child) => TerraformStack.isStack(child));
  for (const stack of stacks) stack.runAllValidations();
  app.synth();
  removeStale(join(outdir, "stacks"), new Set(stacks.map((stack) => stack.node.id)));
  return stacks.length;
}

function removeStale(directory: string, current: ReadonlySet<string>): void {
  const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name: stack } of folders) {
    if (current.has(stack)) continue;
    rmSync(join(directory, stack, "assets"), { recursive: true, force: true });
    rmSync(join(directory, stack, "cdk.tf.json"), { force: true });
    if (readdirSync(join(directory, stack)).length === 0) rmdirSync(join(directory, stack));
  }
}
