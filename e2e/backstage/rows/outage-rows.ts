import { setTimeout as sleep } from "node:timers/promises";
import { terminationRules } from "../../../constructs/argo/rbac-rules";
import type { KubernetesObject } from "../../lab/kubernetes-api";
import { serviceAccountToken } from "../../lab/service-account-token";
import { waitFor } from "../../lab/wait-for";
import { workflowsOf } from "../../shared/backstage/workflows-of";
import type { PortalScene } from "../scene";

/**
 * What goes wrong between Backstage and Argo, and what still holds: one workflow for one task. With a Backstage and a
 * server of Argo's of their own. Workflows last until a row lets them go on, so that no row is a matter of seconds.
 */
export async function outageRows(scene: PortalScene): Promise<void> {
  const { table, lab, argo, team } = scene;
  const server = await argo.anotherServer();
  const { engine, gateway } = await scene.open("outages", server);
  const person = await serviceAccountToken(lab.api, team, "person");
  const place = { argoNamespace: team };
  const long = { ...place, duration: "86400", argoWait: true };

  const phases = async (task: string): Promise<string[]> =>
    (await workflowsOf(lab.api, team, task)).map(({ status }) => status?.phase ?? "");
  const begin = async (form: string, values: object): Promise<string> => {
    const begun = await engine.begin(form, values);
    if (!("id" in begun)) throw new Error(begun.refused);
    return begun.id;
  };
  const submitted = (id: string): Promise<string> =>
    waitFor(
      "a workflow of the task",
      async () => (await workflowsOf(lab.api, team, id))[0]?.metadata.name,
      180,
    );
  const logged = (id: string, words: string): Promise<true> =>
    waitFor(
      `the task says ${words}`,
      async () => ((await engine.said(id)).log.includes(words) ? true : undefined),
      180,
    );
  /** Lets the workflow of a task go on, by way of the server that stays, and waits for the task's end. */
  const goOn = async (id: string) => {
    const path = `/api/v1/workflows/${team}/${await submitted(id)}/resume`;
    const answer = await argo.call("PUT", path, person, { name: await submitted(id), namespace: team });
    if (!answer.ok) throw new Error(await answer.text());
    return engine.end(id);
  };
  const remove = async (id: string): Promise<void> =>
    lab.api.delete(`/apis/argoproj.io/v1alpha1/namespaces/${team}/workflows/${await submitted(id)}`);

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
      await server.stopServer();
      const { status, log } = await engine.run("pause", place);
      await server.startServer();
      return [status, /Argo's server \(instance local\) can't be reached/.test(log) || log];
    },
  );
  await table.row(
    "server restarted during a wait: the wait goes on",
    ["completed", true, ["Succeeded"]],
    async () => {
      const id = await begin("pause", long);
      await logged(id, "Workflow is Running");
      await server.stopServer();
      await logged(id, "waiting until it responds");
      await server.startServer();
      const { status, log } = await goOn(id);
      return [status, log.includes("Argo's server responds again"), await phases(id)];
    },
  );
  await table.row("answer to submit lost: tried again, one workflow", ["completed", true, 1], async () => {
    let lost = 0;
    gateway.answers = (_, path) => !path.endsWith("/submit") || lost++ > 0;
    const { id, status, log } = await engine.run("pause", place);
    gateway.answers = () => true;
    return [status, log.includes("trying again"), (await phases(id)).length];
  });
  await table.row(
    "engine killed between submit and response: one workflow",
    ["completed", ["Succeeded"]],
    async () => {
      gateway.answers = (_, path) => !path.endsWith("/submit");
      const id = await begin("pause", { ...place, argoWait: true });
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
      const id = await begin("pause", long);
      await logged(id, "Workflow is Running");
      await engine.kill();
      await sleep(1000);
      await engine.start();
      return [(await goOn(id)).status, await phases(id)];
    },
  );
  await table.row(
    "task cancelled: it ends (Backstage calls that failed), the workflow goes on",
    ["failed", ["Running"]],
    async () => {
      const id = await begin("pause", long);
      await logged(id, "Workflow is Running");
      await engine.call("POST", `/tasks/${id}/cancel`);
      await logged(id, "continues to run");
      const seen = await phases(id);
      await remove(id);
      return [(await engine.end(id)).status, seen];
    },
  );
  await table.row(
    "task cancelled, terminateOnAbort without the right: says which right is missing",
    [["Running"], true],
    async () => {
      const id = await begin("terminating", {});
      await logged(id, "Workflow is Running");
      await engine.call("POST", `/tasks/${id}/cancel`);
      const said = await logged(id, "terminateOnAbort needs the verb patch on workflows");
      const seen = await phases(id);
      await remove(id);
      return [seen, said];
    },
  );
  await table.row(
    "the same with backstage.terminate in the environment: the workflow ends",
    ["failed", true, ["Failed"]],
    async () => {
      const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${team}/roles/argo-backstage`;
      const { rules } = await lab.api.get<KubernetesObject & { rules: object[] }>(path);
      await lab.api.patch(path, { rules: [...rules, ...terminationRules] });
      await waitFor("the right to patch", () => mayPatch(), 180);
      const id = await begin("terminating", {});
      await logged(id, "Workflow is Running");
      await engine.call("POST", `/tasks/${id}/cancel`);
      const said = await logged(id, "was terminated");
      const { status } = await engine.end(id);
      const ended = await waitFor(
        "the workflow's end",
        async () => {
          const seen = await phases(id);
          return seen.includes("Running") ? undefined : seen;
        },
        180,
      );
      await lab.api.patch(path, { rules });
      return [status, said, ended];
    },
  );
  await engine.stop();
  await server.stopServer();

  async function mayPatch(): Promise<true | undefined> {
    const answer = await lab.api.post<{ status: { allowed: boolean } }>(
      "/apis/authorization.k8s.io/v1/subjectaccessreviews",
      {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: {
          user: "system:serviceaccount:argo:argo-backstage",
          resourceAttributes: {
            namespace: team,
            verb: "patch",
            group: "argoproj.io",
            resource: "workflows",
          },
        },
      },
    );
    return answer.status.allowed ? true : undefined;
  }
}
