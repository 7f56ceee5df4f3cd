import { taskLabel } from "../../../config/annotations";
import { waitFor } from "../../lab/wait-for";
import { workflowsOf } from "../../shared/backstage/workflows-of";
import type { BackstageRun } from "../backstage-run";

const count = 100;

/** A hundred tasks at once: each makes exactly one workflow. */
export async function concurrencyRows({ table, lab, engine, team }: BackstageRun): Promise<void> {
  const tasks: string[] = [];
  await table.row(`${count} tasks at once: how many completed`, count, async () => {
    const begun = await Promise.all(
      Array.from({ length: count }, () => engine.begin("pause", { argoNamespace: team, duration: "1" })),
    );
    tasks.push(...begun.flatMap((each) => ("id" in each ? [each.id] : [])));
    const ends = await Promise.all(tasks.map((id) => engine.end(id)));
    return ends.filter(({ status }) => status === "completed").length;
  });
  await table.row(
    "no workflow is missing, none exists twice, all succeeded",
    [count, count, count],
    async () =>
      waitFor("all of them ended", async () => {
        const own = (await workflowsOf(lab.api, team)).filter(({ metadata }) =>
          tasks.includes(metadata.labels?.[taskLabel] ?? ""),
        );
        if (own.some(({ status }) => !["Succeeded", "Failed", "Error"].includes(status?.phase ?? "")))
          return undefined;
        const distinct = new Set(own.map(({ metadata }) => metadata.labels?.[taskLabel]));
        return [own.length, distinct.size, own.filter(({ status }) => status?.phase === "Succeeded").length];
      }),
  );
}
