import { setTimeout as sleep } from "node:timers/promises";

import { waitFor } from "../../lab/wait-for";
import type { PortalScene } from "../scene";
import { workflowsOf } from "../workflows-of";

/** What goes wrong between Backstage and Argo, and what still holds: one workflow for one task. */
export async function outageRows(scene: PortalScene): Promise<void> {
  const { table, lab, argo, engine, gateway, team } = scene;
  const place = { argoNamespace: team };
  const phases = async (task: string): Promise<string[]> =>
    (await workflowsOf(lab.api, team, task)).map(({ status }) => status?.phase ?? "");
  const begin = async (values: object): Promise<string> => {
    const begun = await engine.begin("pause", { ...place, ...values });
    if (!("id" in begun)) throw new Error(begun.refused);
    return begun.id;
  };
  const submitted = async (id: string): Promise<string> =>
    waitFor("a workflow of the task", async () => (await workflowsOf(lab.api, team, id))[0]?.metadata.name);
  const logged = (id: string, words: string): Promise<true> =>
    waitFor(`the task says ${words}`, async () =>
      (await engine.said(id)).log.includes(words) ? true : undefined,
    );

  await table.row(
    "server slow (3 s an answer): succeeds all the same",
    ["completed", ["Succeeded"]],
    async () => {
      gateway.delaySeconds = 3;
      const { id, status } = await engine.run("pause", { ...place, argoWait: true });
      gateway.delaySeconds = 0;
      return [status, await phases(id)];
    },
  );
  await table.row(
    "server down before submit: the task fails, and says what can't be reached",
    ["failed", true],
    async () => {
      await argo.stopServer();
      const { status, log } = await engine.run("pause", place);
      await argo.startServer();
      return [status, /Argo's server \(instance local\) can't be reached/.test(log) || log];
    },
  );
  await table.row(
    "server restarted during a wait: the wait goes on",
    ["completed", true, ["Succeeded"]],
    async () => {
      const id = await begin({ duration: "20", argoWait: true });
      await logged(id, "Workflow is Running");
      await argo.stopServer();
      await logged(id, "waiting for it");
      await argo.startServer();
      const { status, log } = await engine.end(id);
      return [status, log.includes("Argo's server answers again"), await phases(id)];
    },
  );
  await table.row("answer to submit lost: tried again, one workflow", ["completed", true, 1], async () => {
    let lost = 0;
    gateway.answers = (_, path) => !path.endsWith("/submit") || lost++ > 0;
    const { id, status, log } = await engine.run("pause", place, 180);
    gateway.answers = () => true;
    return [status, log.includes("trying again"), (await phases(id)).length];
  });
  await table.row(
    "engine killed between submit and response: one workflow",
    ["completed", ["Succeeded"]],
    async () => {
      gateway.answers = (_, path) => !path.endsWith("/submit");
      const id = await begin({ argoWait: true });
      await submitted(id);
      await engine.kill();
      gateway.answers = () => true;
      await engine.start();
      return [(await engine.end(id)).status, await phases(id)];
    },
  );
  await table.row(
    "engine killed during a wait: the wait goes on, one workflow",
    ["completed", ["Succeeded"]],
    async () => {
      const id = await begin({ duration: "25", argoWait: true });
      await logged(id, "Workflow is Running");
      await engine.kill();
      await sleep(1000);
      await engine.start();
      return [(await engine.end(id)).status, await phases(id)];
    },
  );
  await table.row(
    "task cancelled: it ends (Backstage calls that failed), the workflow goes on",
    ["failed", ["Running"]],
    async () => {
      const id = await begin({ duration: "600", argoWait: true });
      await logged(id, "Workflow is Running");
      await engine.call("POST", `/tasks/${id}/cancel`);
      await logged(id, "goes on");
      const seen = await phases(id);
      await lab.api.delete(`/apis/argoproj.io/v1alpha1/namespaces/${team}/workflows/${await submitted(id)}`);
      return [(await engine.end(id)).status, seen];
    },
  );
  await table.row(
    "task cancelled, terminateOnAbort without the right: says which right is missing",
    [["Running"], true],
    async () => {
      const begun = await engine.begin("terminating", {});
      if (!("id" in begun)) throw new Error(begun.refused);
      const { id } = begun;
      await logged(id, "Workflow is Running");
      await engine.call("POST", `/tasks/${id}/cancel`);
      const said = await logged(id, "terminateOnAbort needs the verb patch on workflows");
      const seen = await phases(id);
      await lab.api.delete(`/apis/argoproj.io/v1alpha1/namespaces/${team}/workflows/${await submitted(id)}`);
      return [seen, said];
    },
  );
}
