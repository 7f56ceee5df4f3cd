import { waitFor } from "../../lab/wait-for";
import { workflowsOf } from "../../shared/backstage/workflows-of";
import type { PortalScene } from "../scene";

const crowd = 100;

/** A hundred people at once. */
export async function crowdRows({ table, lab, engine, team }: PortalScene): Promise<void> {
  const tasks: string[] = [];
  await table.row(`${crowd} tasks at once: how many completed`, crowd, async () => {
    const begun = await Promise.all(
      Array.from({ length: crowd }, () => engine.begin("pause", { argoNamespace: team, duration: "1" })),
    );
    tasks.push(...begun.flatMap((each) => ("id" in each ? [each.id] : [])));
    const ends = await Promise.all(tasks.map((id) => engine.end(id, 900)));
    return ends.filter(({ status }) => status === "completed").length;
  });
  await table.row("none lost, none doubled, all succeeded", [crowd, crowd, crowd], async () =>
    waitFor(
      "all of them ended",
      async () => {
        const own = (await workflowsOf(lab.api, team)).filter(({ metadata }) =>
          tasks.includes(metadata.labels?.["aws-argo-infra/task"] ?? ""),
        );
        if (own.some(({ status }) => !["Succeeded", "Failed", "Error"].includes(status?.phase ?? "")))
          return undefined;
        const distinct = new Set(own.map(({ metadata }) => metadata.labels?.["aws-argo-infra/task"]));
        return [own.length, distinct.size, own.filter(({ status }) => status?.phase === "Succeeded").length];
      },
      900,
    ),
  );
}
