import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Environment } from "../../config/environment";
import { loadEnvironments } from "../../config/load";
import { stackId, type StackName } from "../../config/naming";
import { repositoryPath } from "../../config/repository";
import { manifestsOf, type Manifest, type StackJson } from "../lab/manifests-of";

/** An environment, and what the committed JSON would create in its cluster. */
export interface Scene {
  readonly environment: Environment;
  readonly tenancy: readonly Manifest[];
  readonly workflows: readonly Manifest[];
  /** Namespaces of applications, which stand before ours and which we only put a Role into. */
  readonly foreign: readonly string[];
}

/** Every environment of the repository; `local` last, because workflows are run with it. */
export function scenes(): Scene[] {
  const environments = loadEnvironments(repositoryPath("environments"));
  return [...environments]
    .sort((one, other) => Number(one.name === "local") - Number(other.name === "local"))
    .map((environment) => ({
      environment,
      tenancy: manifestsOf(stackJson(environment, "tenancy")),
      workflows: manifestsOf(stackJson(environment, "workflows")),
      foreign: [...new Set(environment.teams.flatMap(({ deployTo }) => deployTo))].sort(),
    }));
}

/** A stack of an environment as it was committed. */
export function stackJson({ name }: Environment, stack: StackName): StackJson {
  const file = join(repositoryPath("cdktf.out"), "stacks", stackId(name, stack), "cdk.tf.json");
  return JSON.parse(readFileSync(file, "utf8")) as StackJson;
}
