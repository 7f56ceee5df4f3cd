import { stringify } from "yaml";
import type { SynthesizedStack } from "./synthesized-stacks";

/**
 * `atlantis.yaml`: one Atlantis project per stack over the committed Terraform JSON, so that Atlantis needs no
 * Node. An environment whose state stack still has a local state file gets no projects: only the machine that has
 * the file can plan it (docs/decisions/0003-atlantis-plans-what-it-can-reach.md).
 */
export function atlantisConfig(stacks: readonly SynthesizedStack[], terraformVersion: string): string {
  const local = stacks.filter(({ configuration }) => configuration.terraform.backend.local !== undefined);
  const planned = stacks.filter(
    ({ environment }) => !local.some((stack) => stack.environment === environment),
  );
  const config = {
    version: 3,
    automerge: false,
    parallel_plan: true,
    parallel_apply: false,
    abort_on_execution_order_fail: true,
    projects: planned.map(({ id, directory, dependencies }) => ({
      name: id,
      dir: directory,
      workspace: "default",
      terraform_version: `v${terraformVersion}`,
      autoplan: { enabled: true, when_modified: ["cdk.tf.json", ".terraform.lock.hcl", "assets/**"] },
      execution_order_group: applyOrder(id, stacks),
      ...(dependencies.length > 0 && { depends_on: [...dependencies].sort() }),
    })),
  };
  return `# Made by npm run generate from cdktf.out; edit the stacks, not this file.\n${stringify(config)}`;
}

/** The length of the longest chain of stacks that must be applied before this stack. */
function applyOrder(id: string, stacks: readonly SynthesizedStack[]): number {
  const before = stacks.find((stack) => stack.id === id)?.dependencies ?? [];
  return before.length === 0
    ? 0
    : 1 + Math.max(...before.map((dependency) => applyOrder(dependency, stacks)));
}
