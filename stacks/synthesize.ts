import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
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
 * @param report gets a sentence that names the stacks that it deleted, if there are any
 * @returns how many stacks there are now
 * @throws Refusal if CDKTF is set to write HCL, which would replace the JSON, or if the folder can't be written
 */
export function synthesize(
  environments: readonly Environment[],
  outdir: string,
  report: (sentence: string) => void = () => undefined,
): number {
  if (["true", "1"].includes(process.env.SYNTH_HCL_OUTPUT ?? "")) {
    throw new Refusal("HCL output loses quotes and blocks; synthesize without --hcl and SYNTH_HCL_OUTPUT");
  }
  try {
    // CDKTF makes the folder, but not the folders above it.
    mkdirSync(outdir, { recursive: true });
    return withoutStackTraces(() => write(environments, outdir, report));
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined || !unwritable.includes(code)) throw error;
    throw new Refusal(
      `${path ?? outdir}: can't be written (${code}); nothing is sure to be complete, synthesize again`,
    );
  }
}

/** Error codes of a folder that is a file, read-only, somebody else's, or on a full disk. */
const unwritable = ["EACCES", "EEXIST", "EISDIR", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"];

function write(
  environments: readonly Environment[],
  outdir: string,
  report: (sentence: string) => void,
): number {
  // The checks run here, for all stacks, instead of once more for each stack between the files.
  const app = new App({ outdir, skipValidation: true });
  for (const environment of environments) addEnvironment(app, environment);
  const stacks = app.node.children.filter((child) => TerraformStack.isStack(child));
  for (const stack of stacks) stack.runAllValidations();
  app.synth();
  removeStale(join(outdir, "stacks"), new Set(stacks.map((stack) => stack.node.id)), report);
  return stacks.length;
}

function removeStale(
  directory: string,
  current: ReadonlySet<string>,
  report: (sentence: string) => void,
): void {
  const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const removed: string[] = [];
  for (const { name: stack } of folders) {
    if (current.has(stack)) continue;
    if (existsSync(join(directory, stack, "cdk.tf.json"))) removed.push(stack);
    rmSync(join(directory, stack, "assets"), { recursive: true, force: true });
    rmSync(join(directory, stack, "cdk.tf.json"), { force: true });
    if (readdirSync(join(directory, stack)).length === 0) rmdirSync(join(directory, stack));
  }
  if (removed.length === 0) return;
  report(
    `${directory}: removed ${removed.join(", ")}, which no environment has anymore. If they were never applied, as the ` +
      `examples, that is all. If they were, their resources are still there: get the folders back (git checkout HEAD -- ` +
      `${directory}), destroy the resources as docs/guides/uninstall.md says, then synthesize again`,
  );
}
