import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { repositoryPath } from "../../../config/repository";
import type { Lab } from "../../lab/lab";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import type { Terraform } from "./providers";
import { StackCopy } from "./stack-copy";

const guide = "docs/DEPLOYMENT.md";
const line = "Ask a person for approval";

/**
 * The templates stack, applied by Terraform's own providers; then one line of one template changes. The plan, with the
 * filter of the deployment guide, shows that line before and after, and nothing else.
 */
export async function templatePlanRows(
  table: Table,
  { folder, kubeconfig }: Lab,
  stacks: EnvironmentStacks,
  terraform: Terraform,
  signal: AbortSignal,
): Promise<void> {
  const { name } = stacks.environment;
  await table.row(`${name}: templates, a plan after a change of one line, filtered`, expected, async () => {
    const copy = await StackCopy.create(stacks, "templates", { folder, kubeconfig, terraform, signal });
    await copy.apply();
    const none = filtered(await copy.plan());
    copy.edit(`title: ${line}`, `title: ${line} by name`);
    return [...none, ...filtered(await copy.plan())];
  });
}

const title = `workflows.argoproj.io/title: ${line}`;
const expected = [`- ${title}`, `+ ${title} by name`];

/** The lines of a plan that pass the guide's filter. */
function filtered(plan: string): string[] {
  const filter = /plan -no-color \| (.*)$/m.exec(readFileSync(repositoryPath(guide), "utf8"))?.[1];
  if (filter === undefined) throw new Error(`${guide} has no filter for a plan`);
  // grep ends with 1 if no line passes.
  const left = execFileSync("sh", ["-c", `${filter} || [ "$?" = 1 ]`], { input: plan, encoding: "utf8" });
  return left
    .split("\n")
    .map((each) => each.trim().replace(/^([-+]) +/, "$1 "))
    .filter((each) => each !== "");
}
