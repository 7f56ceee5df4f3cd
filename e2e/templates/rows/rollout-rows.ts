import type { Table } from "../../lab/selftest/table";
import type { Outcome } from "../runs";
import type { Stage } from "../stage";
import { Application } from "../world/application";
import type { Images } from "../world/application-images";

const template = "deploy-kubernetes";
const [team, target] = ["team-backend", "backend"];

/** What a rollout that fails leaves behind: the revision before, whose pods never stopped serving. */
export async function rolloutRows(table: Table, stage: Stage, images: Images): Promise<void> {
  const failing = async (
    path: string,
    name: string,
    image: string,
    reason: RegExp,
    prepare?: (application: Application) => Promise<void>,
  ): Promise<void> => {
    await table.row(
      `${template}: ${path}`,
      { phase: "Failed", said: true, runsAgain: 1, image: images.one, served: [["one", "one"]] },
      async () => {
        const application = new Application(stage.lab.api, target, name);
        await application.start(images.one);
        await prepare?.(application);
        const run = stage.runs.run(team, template, {
          "deployment-name": name,
          namespace: target,
          image,
          "wait-timeout": "15",
        });
        const { result, seen } = await application.whileAsked(run);
        await application.settled();
        return {
          phase: result.phase,
          said: reason.test(result.said) || result.said,
          runsAgain: triesOf(result, "rollout"),
          image: await application.image(),
          served: distinct(seen),
        };
      },
    );
  };
  await Promise.all([
    failing("the new image crashes", "crashing", images.crashing, /rolled back to revision 1: .*exit code 3/),
    failing("its probe never passes", "deaf", images.deaf, /rolled back to revision 1: .*not ready/),
  ]);
}

/** How often a step was begun. */
export function triesOf(outcome: Outcome, step: string): number {
  return outcome.pods.filter(({ displayName }) => displayName.replace(/\(\d+\)$/, "") === step).length;
}

function distinct(seen: readonly (readonly string[])[]): string[][] {
  return [...new Set(seen.map((each) => JSON.stringify(each)))].map((each) => JSON.parse(each) as string[]);
}
