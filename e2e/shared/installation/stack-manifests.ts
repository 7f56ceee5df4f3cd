import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../../config/environment";
import { loadEnvironments } from "../../../config/load";
import { stackId, type StackName } from "../../../config/naming";
import { repositoryPath } from "../../../config/repository";
import { type Manifest, manifestsOf, type StackJson } from "./manifests-of";

/** An environment, and what its JSON would create in its cluster. */
export interface Scene {
  readonly environment: Environment;
  readonly tenancy: readonly Manifest[];
  readonly workflows: readonly Manifest[];
  /** Namespaces of applications, which stand before ours and which we only put a Role into. */
  readonly foreign: readonly string[];
  /** A stack as Terraform would read it. */
  readonly json: (stack: StackName) => StackJson;
}

/** Every environment of the repository as it was committed; `local` last, because workflows are run with it. */
export function scenes(): Scene[] {
  const environments = loadEnvironments(repositoryPath("environments"));
  return [...environments]
    .sort((one, other) => Number(one.name === "local") - Number(other.name === "local"))
    .map((environment) => sceneOf(environment, repositoryPath("cdktf.out")));
}

/**
 * An environment whose JSON lies below `outdir`.
 * @param databaseHost stands for the archive's host, which Terraform asks AWS for
 */
export function sceneOf(environment: Environment, outdir: string, databaseHost?: string): Scene {
  const json = (stack: StackName): StackJson => {
    const file = join(outdir, "stacks", stackId(environment.name, stack), "cdk.tf.json");
    const text = readFileSync(file, "utf8");
    return JSON.parse(
      databaseHost === undefined ? text : text.replaceAll(databaseReference, databaseHost),
    ) as StackJson;
  };
  return {
    environment,
    tenancy: manifestsOf(json("tenancy")),
    workflows: manifestsOf(json("workflows")),
    foreign: [...new Set(environment.teams.flatMap(({ deployTo }) => deployTo))].sort(),
    json,
  };
}

/** Where the archive's host stands in the JSON until AWS was asked. */
export const databaseReference = "${data.aws_rds_cluster.archive.endpoint}";
