import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A synthesized stack, as `cdktf.out/manifest.json` lists it. */
export interface SynthesizedStack {
  /** `<environment>-argo-<name>` */
  readonly id: string;
  readonly environment: string;
  /** Folder with `cdk.tf.json`, relative to the repository. */
  readonly directory: string;
  /** Ids of the stacks that are applied before this one. */
  readonly dependencies: readonly string[];
  /** The Terraform configuration itself. */
  readonly configuration: TerraformJson;
}

/** The parts of a Terraform JSON file that tools read. */
export interface TerraformJson {
  readonly terraform: {
    readonly backend: { readonly s3?: object; readonly local?: object };
    readonly required_providers: Readonly<
      Record<string, { readonly source: string; readonly version: string }>
    >;
  };
}

interface Manifest {
  readonly stacks: Readonly<
    Record<string, { readonly workingDirectory: string; readonly dependencies: readonly string[] }>
  >;
}

/**
 * Reads every stack of the output of a synth, sorted by id.
 * @param outdir folder that holds `manifest.json`
 * @param committed the folder in which the output is committed, if it is another folder
 */
export function readStacks(outdir: string, committed = outdir): SynthesizedStack[] {
  const { stacks } = parse(join(outdir, "manifest.json")) as Manifest;
  return Object.entries(stacks)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { workingDirectory, dependencies }]) => {
      const directory = join(committed, workingDirectory);
      const environment = id.replace(/-argo-[a-z]+$/, "");
      const configuration = parse(join(outdir, workingDirectory, "cdk.tf.json")) as TerraformJson;
      return { id, environment, directory, dependencies, configuration };
    });
}

function parse(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
