import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { Environment } from "../config/environment";
import { Refusal } from "../config/refusal";
import { addEnvironment } from "./environment-stacks";

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
  try {
    return withoutTraces(() => write(environments, outdir));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // The same error again, this time with its trace.
    return write(environments, outdir);
  }
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

/**
 * CDKTF keeps a stack trace for every token and attribute, and has no switch for it: with 100 teams, a quarter of the
 * time. V8 takes no trace while the limit isn't a plain number.
 */
function withoutTraces<Result>(work: () => Result): Result {
  const limit = Error.stackTraceLimit;
  Object.defineProperty(Error, "stackTraceLimit", {
    configurable: true,
    enumerable: true,
    get: () => 0,
    set: () => undefined,
  });
  try {
    return work();
  } finally {
    Object.defineProperty(Error, "stackTraceLimit", {
      configurable: true,
      enumerable: true,
      writable: true,
      value: limit,
    });
  }
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
