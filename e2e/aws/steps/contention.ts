import type { Environment } from "../../../config/environment";
import { stackId } from "../../../config/naming";
import { type AwsRun, stackDirectory } from "../aws-run";
import { committed } from "../project";

/** Two applies of one stack at the same time: one succeeds, the error of the other names who has the lock. */
export async function contention(run: AwsRun, environment: Environment): Promise<void> {
  const { table } = run;
  const prefix = environment.name;
  const stack = stackDirectory(run, environment, "iam").use(committed(stackId(prefix, "iam")));
  await stack.init();
  const apply = ["apply", "-auto-approve", "-input=false"];
  const outcomes = await Promise.all([stack.start(apply).done, stack.start(apply).done]);
  const winners = outcomes.filter(({ code, output }) => code === 0 && output.includes("Apply complete!"));
  const losers = outcomes.filter(
    ({ code, output }) =>
      code === 1 && output.includes("Error acquiring the state lock") && /ID:\s+[0-9a-f-]{36}/.test(output),
  );
  table.compare(
    `${prefix}: two applies at once: one wins, one gets the lock message`,
    [1, 1],
    [winners.length, losers.length],
  );
  const message =
    /Error acquiring the state lock[\s\S]*?Who:[^\n]*/.exec(losers[0]?.output ?? "")?.[0] ??
    outcomes.map(({ output }) => output.slice(-300)).join("\n---\n");
  run.progress(`${prefix}: ${message.replace(/\s+/g, " ").slice(0, 200)}`);
}
