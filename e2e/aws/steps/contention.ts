import type { Environment } from "../../../config/environment";
import { stackId } from "../../../config/naming";
import { committed } from "../project";
import { type Scene, stackDirectory } from "../scene";

/** Two applies of one stack at the same time: one does it all, the other is told who holds the lock. */
export async function contention(scene: Scene, environment: Environment): Promise<void> {
  const { table } = scene;
  const who = environment.name;
  const stack = stackDirectory(scene, environment, "iam").use(committed(stackId(who, "iam")));
  await stack.init();
  const apply = ["apply", "-auto-approve", "-input=false"];
  const outcomes = await Promise.all([stack.start(apply).done, stack.start(apply).done]);
  const winners = outcomes.filter(({ code, output }) => code === 0 && output.includes("Apply complete!"));
  const losers = outcomes.filter(
    ({ code, output }) =>
      code === 1 && output.includes("Error acquiring the state lock") && /ID:\s+[0-9a-f-]{36}/.test(output),
  );
  table.compare(
    `${who}: two applies at once: one wins, one gets the lock message`,
    [1, 1],
    [winners.length, losers.length],
  );
  const message =
    /Error acquiring the state lock[\s\S]*?Who:[^\n]*/.exec(losers[0]?.output ?? "")?.[0] ??
    outcomes.map(({ output }) => output.slice(-300)).join("\n---\n");
  scene.progress(`${who}: ${message.replace(/\s+/g, " ").slice(0, 200)}`);
}
