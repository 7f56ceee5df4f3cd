import { join } from "node:path";
import type { Environment } from "../../../config/environment";
import { stackId, stateKey } from "../../../config/naming";
import { run } from "../processes";
import type { Project } from "../project";
import type { Scene } from "../scene";
import { writeOverride } from "../stack-directory";
import { stateObject } from "./bootstrap";

/** The path of a person who uses CDKTF's own command line: list, deploy by a glob, diff. */
export async function commandLine(scene: Scene, project: Project, environment: Environment): Promise<void> {
  const { table, terraform } = scene;
  const who = environment.name;
  const cdktf = async (...args: string[]) => {
    const outcome = await run("npx", ["--no-install", "cdktf", ...args], {
      cwd: project.directory,
      // CI: no spinner frames.
      env: {
        ...terraform.env,
        CI: "1",
        CDKTF_HOME: join(scene.scratch, "cdktf-home"),
        CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
      },
      timeoutSeconds: 400,
    });
    terraform.keep(`cdktf ${args[0] ?? ""}`, outcome.output);
    return outcome;
  };
  const stacks = [stackId(who, "storage"), stackId(who, "iam")];
  const listed = await cdktf("list");
  table.judge(
    `${who}: cdktf list names its stacks`,
    stacks.join(", "),
    stacks.filter((id) => listed.output.includes(id)).join(", "),
    listed.code === 0 && stacks.every((id) => listed.output.includes(id)),
  );
  pinProvider(scene, project, stacks);
  // The AWS half; the other stacks need a cluster.
  const glob = `${who}-argo-{storage,iam}`;
  const deployed = await cdktf("deploy", glob, "--auto-approve", "--skip-provider-lock");
  table.judge(
    `${who}: cdktf deploy '${glob}'`,
    "exit code 0",
    deployed.code === 0 ? "exit code 0" : deployed.output.slice(-1500),
    deployed.code === 0,
  );
  for (const id of stacks) {
    const diff = await cdktf("diff", id, "--skip-provider-lock");
    table.judge(
      `${who}: cdktf diff ${id}`,
      "No changes.",
      /No changes\./.exec(diff.output)?.[0] ?? diff.output.slice(-1500),
      diff.code === 0 && diff.output.includes("No changes."),
    );
  }
  for (const stack of ["storage", "iam"] as const)
    await stateObject(scene, environment, stateKey(environment, stack));
}

/** If the pinned provider isn't available: the same override file as in every other folder of this run. */
function pinProvider(scene: Scene, project: Project, stacks: readonly string[]): void {
  const { override } = scene.terraform;
  if (override === undefined) return;
  for (const id of stacks) writeOverride(join(project.directory, "cdktf.out", "stacks", id), override);
}
