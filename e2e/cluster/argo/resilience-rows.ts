import type { Argo } from "../../lab/argo";
import type { Lab } from "../../lab/lab";
import { waitFor } from "../../lab/wait-for";
import { Cluster } from "../../shared/cluster";
import type { ArgoApi } from "../../shared/installation/argo-api";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { held } from "../../shared/workflows";

/** A leader that is killed, and an archive that keeps deleted workflows. */
export async function resilienceRows(
  table: Table,
  lab: Lab,
  argo: Argo,
  argoApi: ArgoApi,
  { environment }: EnvironmentStacks,
): Promise<void> {
  const cluster = new Cluster(lab);
  const [team = ""] = environment.teams.map(({ namespace }) => namespace);
  const name = "through-the-change";
  let uid = "";
  await table.row(
    "argo: the leader is killed while a workflow runs; another one takes over, the same pod runs to its end",
    [true, true, "Succeeded", true],
    async () => {
      uid = await argoApi.submit(team, held(name));
      const pod = (await cluster.runningPod(team, name)).metadata;
      const first = await argo.awaitLeader();
      first.process.kill();
      await first.process.ended;
      const second = await argo.awaitLeader();
      const stillRuns = (await cluster.status(team, name)).phase === "Running";
      await cluster.release(team, pod.name);
      const { phase, message } = await cluster.finished(team, name);
      const pods = await cluster.podsOf(team, name);
      const same = pods.length === 1 && pods[0]?.metadata.uid === pod.uid;
      return [first.identity !== second.identity, stillRuns, message ?? phase, same];
    },
  );
  // As the Deployment does.
  await argo.startController();

  await table.row(
    "archive: Backstage finds a workflow by its uid and its name after the object was deleted",
    [404, "Succeeded", "Succeeded"],
    async () => {
      const object = `/apis/argoproj.io/v1alpha1/namespaces/${team}/workflows/${name}`;
      const query = `select count(*) from argo_archived_workflows where uid = '${uid}'`;
      await waitFor("archived", async () => ((await lab.archive.query(query)) === "1" ? true : undefined));
      await cluster.deleteWorkflow(team, name);
      const gone = await waitFor("gone", async () => {
        const answer = await cluster.refusal(() => lab.api.get(object));
        return answer.startsWith("404") ? 404 : undefined;
      });
      return [
        gone,
        await argoApi.phase(`/api/v1/archived-workflows/${uid}?namespace=${team}`),
        await argoApi.phase(`/api/v1/workflows/${team}/${name}`),
      ];
    },
  );
}
