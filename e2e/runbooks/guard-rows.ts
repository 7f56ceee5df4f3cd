import { serviceAccountToken } from "../lab/service-account-token";
import { waitFor } from "../lab/wait-for";
import { Cluster } from "../shared/cluster";
import type { Table } from "../shared/table";
import { type Installation, setGuard } from "./installation";
import { oldTemplate, team } from "./objects";
import { commandOf } from "./page";
import { Person } from "./person";
import type { Shell } from "./shell";

const page = "turn-on-the-guard";

/** The guard reports, then refuses, while workflows of the time before run and wait. */
export async function guardRows(table: Table, installation: Installation, shell: Shell): Promise<void> {
  const { lab, argo, stacks } = installation;
  const cluster = new Cluster(lab);
  const ada = await Person.logIn(installation, "ada");
  await lab.api.apply(oldTemplate("from before"));
  const [running, waiting] = [
    await ada.start(team, oldTemplate("").metadata.name),
    await ada.start(team, "ask"),
  ];
  await cluster.nodeRunning(team, running);
  const token = await serviceAccountToken(lab.api, team, "argo-submitter");
  /** As a script does that wants to be first. */
  const submit = async (): Promise<string> => {
    const spec = { workflowTemplateRef: { name: "brief" }, priority: 5 };
    const workflow = { metadata: { generateName: "urgent-" }, spec };
    const answer = await argo.call("POST", `/api/v1/workflows/${team}`, token, { workflow });
    return answer.ok ? "passes" : ((await answer.json()) as { message: string }).message;
  };

  await table.row("guard in audit: what breaks a rule passes", "passes", submit);
  await table.row(
    "guard in audit: the report names policy, namespace, kind, caller and sentence, and the template",
    [
      ["argo-guard-known-fields", team, "workflowtemplates", "lab-admin"],
      ["argo-guard-limits", team, "workflows", `system:serviceaccount:${team}:argo-submitter`],
    ],
    async () => {
      const lines = (await shell.run(commandOf(page, "2. Read what would be refused"))).split("\n");
      const cells = lines.map((line) => line.trim().replace(/^\d+ /, "").split("\t"));
      return cells
        .filter(([policy, , , name = ""]) => policy === "argo-guard-limits" || name === "old")
        .map(([policy, namespace, kind, , caller]) => [policy, namespace, kind, caller])
        .sort();
    },
  );
  await table.row(
    "guard in audit: the only stored object that breaks a rule is found",
    [`WorkflowTemplate ${team}/old`],
    async () => {
      const lines = (await shell.run(commandOf(page, "3. Judge what is stored"))).split("\n");
      return [...new Set(lines.map((line) => line.split(": ")[0]))];
    },
  );

  await setGuard(lab, stacks.environment, "enforce");
  await table.row("guard enforced: the same request is refused, and the sentence says what to do", true, () =>
    waitFor("the guard in force", async () => /Leave priority out/.test(await submit()) || undefined),
  );
  await table.row("guard enforced: the stored template can't be changed as it is", true, async () => {
    try {
      await lab.api.apply(oldTemplate("changed"));
      return "passes";
    } catch (error) {
      return (error as Error).message.includes("argo-guard-known-fields") || (error as Error).message;
    }
  });
  await table.row(
    "guard enforced: a run from before goes on, a waiting one is answered, the stored template still runs",
    ["Succeeded", "Succeeded", true],
    async () => {
      const { metadata } = await cluster.runningPod(team, running);
      await cluster.release(team, metadata.name);
      await ada.approve(team, waiting);
      const again = await ada.start(team, oldTemplate("").metadata.name);
      const next = await cluster.runningPod(team, again);
      await cluster.release(team, next.metadata.name);
      const phases = [await cluster.finished(team, running), await cluster.finished(team, waiting)].map(
        ({ phase, message }) => message ?? phase,
      );
      return [...phases, (await cluster.finished(team, again)).phase === "Succeeded"];
    },
  );
}
