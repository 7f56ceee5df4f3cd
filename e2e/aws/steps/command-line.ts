import { join } from "node:path";
import { stateKey } from "../../../config/aws-naming";
import type { Environment } from "../../../config/environment";
import { stackId } from "../../../config/naming";
import type { AwsRun } from "../aws-run";
import { secondPlan } from "../emulator-differences";
import type { Project } from "../project";
import { StackDirectory, writeOverride } from "../stack-directory";
import { stateObject } from "./bootstrap";

/** CDKTF's own command line: list, deploy by a glob, diff with the role that only plans. */
export async function commandLine(run: AwsRun, project: Project, environment: Environment): Promise<void> {
  const { table, terraform } = run;
  const prefix = environment.name;
  const cdktf = async (args: readonly string[], variables: Record<string, string> = {}) => {
    const outcome = await run.processes.run("npx", ["--no-install", "cdktf", ...args], {
      folder: project.directory,
      // CI: no spinner frames.
      environment: {
        ...terraform.env,
        ...variables,
        CI: "1",
        CDKTF_HOME: join(run.scratch, "cdktf-home"),
        CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
      },
      timeoutSeconds: 1500,
    });
    terraform.keep(`cdktf ${args[0] ?? ""}`, outcome.output);
    return outcome;
  };
  const stacks = [stackId(prefix, "storage"), stackId(prefix, "iam")];
  const listed = await cdktf(["list"]);
  table.judge(
    `${prefix}: cdktf list names its stacks`,
    stacks.join(", "),
    stacks.filter((id) => listed.output.includes(id)).join(", "),
    listed.code === 0 && stacks.every((id) => listed.output.includes(id)),
  );
  pinProvider(run, project, stacks);
  // The AWS half; the other stacks need a cluster.
  const glob = `${prefix}-argo-{storage,iam}`;
  const deployed = await cdktf(["deploy", glob, "--auto-approve", "--skip-provider-lock"]);
  table.judge(
    `${prefix}: cdktf deploy '${glob}'`,
    "exit code 0",
    deployed.code === 0 ? "exit code 0" : deployed.output.slice(-1500),
    deployed.code === 0,
  );
  const { planRoleArn } = environment.deploy;
  const planning: Record<string, string> = planRoleArn === undefined ? {} : { TF_VAR_role_arn: planRoleArn };
  const iam = stackId(prefix, "iam");
  const diff = await cdktf(["diff", iam, "--skip-provider-lock"], planning);
  table.judge(
    `${prefix}: cdktf diff ${iam}`,
    "No changes.",
    /No changes\./.exec(diff.output)?.[0] ?? diff.output.slice(-1500),
    diff.code === 0 && diff.output.includes("No changes."),
  );
  const folder = join(project.directory, "cdktf.out", "stacks", stackId(prefix, "storage"));
  const storage = new StackDirectory(folder, { ...terraform, env: { ...terraform.env, ...planning } });
  const { ours } = await secondPlan(storage);
  table.compare(`${prefix}: storage: the plan of the role that only plans is empty`, [], ours);
  // From here on the suite itself asks.
  await run.emulator.enforceIam(false);
  for (const stack of ["storage", "iam"] as const)
    await stateObject(run, environment, stateKey(environment, stack));
}

/** If the pinned provider isn't available: the same override file as in every other folder of this run. */
function pinProvider(run: AwsRun, project: Project, stacks: readonly string[]): void {
  const { override } = run.terraform;
  if (override === undefined) return;
  for (const id of stacks) writeOverride(join(project.directory, "cdktf.out", "stacks", id), override);
}
