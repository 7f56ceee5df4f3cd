import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "../../lab/lab";
import { Cluster, type WorkflowStatus } from "../../shared/cluster";
import type { ArgoApi } from "../../shared/installation/argo-api";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { held } from "../../shared/workflows";
import { failing } from "./samples";

interface Try {
  readonly type: string;
  readonly phase: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

/** Our default retry: a step whose node is lost runs again after a pause, a step that fails by itself does not. */
export async function lossRows(
  table: Table,
  lab: Lab,
  argoApi: ArgoApi,
  { environment }: EnvironmentStacks,
): Promise<void> {
  const cluster = new Cluster(lab);
  const [team = ""] = environment.teams.map(({ namespace }) => namespace);
  /** Waits until Argo knows that the pod of the first try runs. */
  const running = async (name: string) => {
    await cluster.nodeRunning(team, name);
    return (await cluster.runningPod(team, name)).metadata;
  };
  const releaseSecond = async (name: string, first: string): Promise<void> =>
    cluster.release(team, (await cluster.runningPod(team, name, first)).metadata.name);
  await argoApi.submit(team, held("node-shut-down"));
  await argoApi.submit(team, held("node-vanished"));
  await argoApi.submit(team, failing("fails-by-itself"));
  const [shutDown, vanished] = await Promise.all([running("node-shut-down"), running("node-vanished")]);
  // Argo doesn't count a pod as lost that vanishes within a second of its start.
  await sleep(1500);
  await lab.node.losePod(team, shutDown.name, "shutdown");
  await lab.node.losePod(team, vanished.name, "vanish");

  await table.row(
    `${team}: a node that shuts down: the step runs again, at least 5 s later`,
    ["Succeeded", ["Failed", "Succeeded"], true],
    async () => {
      await releaseSecond("node-shut-down", shutDown.uid);
      const { phase, nodes } = await cluster.finished(team, "node-shut-down");
      const [first, second] = triesOf(nodes);
      const pause = Date.parse(second?.startedAt ?? "") - Date.parse(first?.finishedAt ?? "");
      return [phase, [first?.phase, second?.phase], pause >= 5000 || `after ${pause} ms`];
    },
  );
  await table.row(
    `${team}: a node that vanishes with the pod: the step runs again in another pod`,
    ["Succeeded", true],
    async () => {
      await releaseSecond("node-vanished", vanished.uid);
      const { phase } = await cluster.finished(team, "node-vanished");
      const last = (await cluster.podsOf(team, "node-vanished")).at(-1)?.metadata;
      return [phase, vanished.uid !== last?.uid];
    },
  );
  await table.row(`${team}: a step that fails by itself runs once`, ["Failed", ["Failed"]], async () => {
    const { phase, nodes } = await cluster.finished(team, "fails-by-itself");
    return [phase, triesOf(nodes).map((each) => each.phase)];
  });
}

/** The pods of a workflow of one step, in the order in which they were tried. */
function triesOf(nodes: WorkflowStatus["nodes"] = {}): Try[] {
  return Object.values<Try>(nodes)
    .filter(({ type }) => type === "Pod")
    .sort((one, other) => (one.startedAt ?? "").localeCompare(other.startedAt ?? ""));
}
