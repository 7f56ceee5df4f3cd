import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "../../lab/lab";
import { waitFor } from "../../lab/wait-for";
import { Cluster, type WorkflowStatus } from "../../shared/cluster";
import type { ArgoApi } from "../../shared/installation/argo-api";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { failing, sleeper } from "./samples";

interface Try {
  readonly type: string;
  readonly phase: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

/** How long a step takes; it is lost earlier. */
const seconds = 5;

/** What our default retry does: a step whose node goes is run again after a pause, one that fails by itself is not. */
export async function lossRows(
  table: Table,
  lab: Lab,
  argoApi: ArgoApi,
  { environment }: EnvironmentStacks,
): Promise<void> {
  const cluster = new Cluster(lab);
  const [team = ""] = environment.teams.map(({ namespace }) => namespace);
  const running = async (name: string) =>
    waitFor(`${name} runs`, async () => {
      const { nodes = {} } = await cluster.status(team, name);
      const seen = Object.values(nodes).some(({ type, phase }) => type === "Pod" && phase === "Running");
      return seen ? (await cluster.podsOf(team, name))[0]?.metadata : undefined;
    });
  await argoApi.submit(team, sleeper("node-shut-down", seconds));
  await argoApi.submit(team, sleeper("node-vanished", seconds));
  await argoApi.submit(team, failing("fails-by-itself"));
  const [shutDown, vanished] = await Promise.all([running("node-shut-down"), running("node-vanished")]);
  // One that vanishes within a second of its start doesn't even count as lost.
  await sleep(1500);
  await lab.node.losePod(team, shutDown.name, "shutdown");
  await lab.node.losePod(team, vanished.name, "vanish");

  await table.row(
    `${team}: a node that shuts down: the step is run again, 5 s later`,
    ["Succeeded", ["Failed", "Succeeded"], true],
    async () => {
      const { phase, nodes } = await cluster.finished(team, "node-shut-down");
      const [first, second] = triesOf(nodes);
      const pause = Date.parse(second?.startedAt ?? "") - Date.parse(first?.finishedAt ?? "");
      return [phase, [first?.phase, second?.phase], pause >= 5000 || `after ${pause} ms`];
    },
  );
  await table.row(
    `${team}: a node that vanishes with the pod: the step is run again in another pod`,
    ["Succeeded", true],
    async () => {
      const { phase } = await cluster.finished(team, "node-vanished", 120);
      const last = (await cluster.podsOf(team, "node-vanished")).at(-1)?.metadata;
      return [phase, vanished.uid !== last?.uid];
    },
  );
  await table.row(`${team}: a step that fails by itself is tried once`, ["Failed", ["Failed"]], async () => {
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
