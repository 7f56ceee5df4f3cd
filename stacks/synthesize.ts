import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { Environment } from "../config/environment";
import { addEnvironment } from "./environment-stacks";

/**
 * Writes the Terraform JSON of all environments to a folder, whole or not at all: a stack that fails its checks
 * leaves the folder as it was. Stacks that are gone lose their JSON and assets; what Terraform keeps beside them
 * (lock files, `.terraform`, a local state) is never touched.
 * @throws Error if CDKTF is told to write HCL, which would take the place of the JSON
 */
export function synthesize(environments: readonly Environment[], outdir: string): void {
  if (["true", "1"].includes(process.env.SYNTH_HCL_OUTPUT ?? "")) {
    throw new Error("HCL output loses quotes and blocks; synthesize without --hcl and SYNTH_HCL_OUTPUT");
  }
  const scratch = mkdtempSync(join(tmpdir(), "aws-argo-infra-"));
  try {
    const app = new App({ outdir: scratch });
    for (const environment of environments) addEnvironment(app, environment);
    app.synth();
    replaceOutput(scratch, outdir);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function replaceOutput(from: string, to: string): void {
  const stacks = join(to, "stacks");
  mkdirSync(stacks, { recursive: true });
  const folders = readdirSync(stacks, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name: stack } of folders) {
    rmSync(join(stacks, stack, "assets"), { recursive: true, force: true });
    rmSync(join(stacks, stack, "cdk.tf.json"), { force: true });
    if (!existsSync(join(from, "stacks", stack)) && readdirSync(join(stacks, stack)).length === 0) {
      rmSync(join(stacks, stack), { recursive: true });
    }
  }
  cpSync(from, to, { recursive: true });
}
