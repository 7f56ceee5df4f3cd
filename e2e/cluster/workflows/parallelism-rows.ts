import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "../../lab/lab";
import { waitFor } from "../../lab/wait-for";
import { Cluster } from "../../shared/cluster";
import type { ArgoApi } from "../../shared/installation/argo-api";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { held } from "../../shared/workflows";

interface Listed {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly status?: { readonly phase?: string };
}

const prefix = "parallel-";
/** How long the database is down, in seconds. */
const outage = 60;

/**
 * Thirty workflows at once: as many run as the limits allow, never more, and all succeed. The database is down for a
 * minute of that time, and has all of them afterwards.
 */
export async function parallelismRows(
  table: Table,
  lab: Lab,
  argoApi: ArgoApi,
  { environment }: EnvironmentStacks,
): Promise<void> {
  const [most = "", ...others] = environment.teams.map(({ namespace }) => namespace).reverse();
  const counts = new Map([[most, 16], ...others.slice(0, 2).map((each) => [each, 7] as const)]);
  const { namespaceParallelism, parallelism } = environment.controller;
  for (const [namespace, count] of counts)
    for (let index = 0; index < count; index++) await argoApi.submit(namespace, held(`${prefix}${index}`));
  const from = Date.now();
  await lab.archive.stop();
  const question = argoApi.status(
    "GET",
    `/api/v1/archived-workflows?listOptions.fieldSelector=metadata.namespace=${most}`,
  );
  await table.row(
    `30 workflows at once, no database: never more than ${namespaceParallelism} of a namespace and ${parallelism} in all, how many succeeded`,
    ["within both limits, and near them", 30],
    async () => {
      const [inNamespace, inAll, done] = await runAll(lab, namespaceParallelism, parallelism);
      const areNear = isNear(inNamespace, namespaceParallelism) && isNear(inAll, parallelism);
      return [areNear ? "within both limits, and near them" : `${inNamespace} and ${inAll}`, done];
    },
  );
  await table.row(
    "archive: after a minute without its database it has all 30, none twice; a request from that minute gets its answer",
    ["30|30", 200],
    async () => {
      await sleep(Math.max(0, outage * 1000 - (Date.now() - from)));
      await lab.archive.start();
      const query = `select count(*), count(distinct uid) from argo_archived_workflows where phase = 'Succeeded' and name like '${prefix}%'`;
      const all = async (): Promise<string> => lab.archive.query(query);
      await waitFor("all archived", async () => ((await all()) === "30|30" ? true : undefined));
      return [await all(), await question];
    },
  );
}

/** Fewer than three quarters would mean that something else than the limit kept them from running. */
const isNear = (seen: number, allowed: number): boolean => seen <= allowed && seen >= 0.75 * allowed;

/**
 * Lets workflows end only after both limits were nearly reached and some time passed, in which one too many would have
 * started. @returns the most that ran in one namespace and in all, and how many succeeded
 */
async function runAll(
  lab: Lab,
  namespaceParallelism: number,
  parallelism: number,
): Promise<[number, number, number]> {
  let [inNamespace, inAll] = [0, 0];
  const look = async (): Promise<Listed[]> => {
    const { items } = await lab.api.get<{ items: Listed[] }>("/apis/argoproj.io/v1alpha1/workflows");
    const ours = items.filter(({ metadata }) => metadata.name.startsWith(prefix));
    const running = ours.filter(({ status }) => status?.phase === "Running");
    const each = new Map<string, number>();
    for (const { metadata } of running) each.set(metadata.namespace, (each.get(metadata.namespace) ?? 0) + 1);
    inNamespace = Math.max(inNamespace, ...each.values());
    inAll = Math.max(inAll, running.length);
    return ours;
  };
  await waitFor("workflows near both limits", async () => {
    await look();
    return (inNamespace >= 0.75 * namespaceParallelism && inAll >= 0.75 * parallelism) || undefined;
  });
  for (let seconds = 0; seconds < 10; seconds++) {
    await sleep(1000);
    await look();
  }
  const release = releases(new Cluster(lab));
  const done = await waitFor("the end of all workflows", async () => {
    const ours = await look();
    await Promise.all(ours.filter(({ status }) => status?.phase === "Running").map(release));
    return ours.every(({ status }) => ["Succeeded", "Failed", "Error"].includes(status?.phase ?? ""))
      ? ours.filter(({ status }) => status?.phase === "Succeeded").length
      : undefined;
  });
  return [inNamespace, inAll, done];
}

/** Releases the running pod of a workflow, once. */
function releases(cluster: Cluster): (workflow: Listed) => Promise<void> {
  const released = new Set<string>();
  return async ({ metadata: { namespace, name } }) => {
    const pod = (await cluster.podsOf(namespace, name)).find(({ status }) => status?.phase === "Running");
    if (pod === undefined || released.has(pod.metadata.uid)) return;
    released.add(pod.metadata.uid);
    await cluster.release(namespace, pod.metadata.name);
  };
}
