import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deployableByLabel } from "../../../config/annotations";
import type { Environment } from "../../../config/environment";
import { loadEnvironments } from "../../../config/load";
import { stackId, type StackName } from "../../../config/naming";
import { repositoryPath } from "../../../config/repository";
import { targetNamespaces } from "../../../config/values/deploy-target";
import { type Manifest, manifestsOf, type StackJson } from "./manifests-of";

/** An environment, and what its synthesized stacks create in its cluster. */
export interface EnvironmentStacks {
  readonly environment: Environment;
  readonly tenancy: readonly Manifest[];
  readonly workflows: readonly Manifest[];
  /** Namespaces of applications, which exist before ours. We only create a Role in each. */
  readonly foreign: readonly string[];
  /** The JSON of a stack, as Terraform reads it. */
  readonly json: (stack: StackName) => StackJson;
}

/** The committed stacks of every environment; `local` is last, because workflows run with it. */
export function committedStacks(): EnvironmentStacks[] {
  const environments = loadEnvironments(repositoryPath("environments"));
  return [...environments]
    .sort((one, other) => Number(one.name === "local") - Number(other.name === "local"))
    .map((environment) => stacksOf(environment, repositoryPath("cdktf.out")));
}

/**
 * The stacks of an environment, read from `outdir`.
 * @param databaseHost replaces the reference to the archive's host, which Terraform reads from AWS
 */
export function stacksOf(environment: Environment, outdir: string, databaseHost?: string): EnvironmentStacks {
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
    foreign: targetNamespaces(environment.teams),
    json,
  };
}

/** A namespace of `foreign`, with the labels that its owner sets before a plan can succeed. */
export function foreignNamespace({ environment }: EnvironmentStacks, name: string): Manifest {
  const teams = environment.teams.filter(({ deployTo }) =>
    deployTo.some(({ namespace }) => namespace === name),
  );
  const labels = {
    [deployableByLabel]: teams.map((team) => team.name).join("."),
    "pod-security.kubernetes.io/enforce": "baseline",
  };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

/** The reference to the archive's host in the JSON. */
export const databaseReference = "${data.aws_rds_cluster.archive.endpoint}";
