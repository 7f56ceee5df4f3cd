import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "../../lab/lab";
import { waitFor } from "../../lab/wait-for";
import type { ArgoApi } from "../../shared/installation/argo-api";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { sleeper } from "./samples";

interface Listed {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly status?: { readonly phase?: string };
}

const crowd = "crowd-";
const seconds = 20;
const limit = 300;
/** How long the database is down, in seconds. */
const outage = 60;

/**
 * Thirty workflows at once: what runs together never exceeds the limits, comes near them, and all end well. The database
 * is down for a minute of it, and keeps them all afterwards.
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
    for (let index = 0; index < count; index++)
      await argoApi.submit(namespace, sleeper(`${crowd}${index}`, seconds));
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
      const [inNamespace, inAll, done] = await watch(lab, limit);
      const held = isHeld(inNamespace, namespaceParallelism) && isHeld(inAll, parallelism);
      return [held ? "within both limits, and near them" : `${inNamespace} and ${inAll}`, done];
    },
  );
  await table.row(
    "archive: after a minute without its database it has all 30, none twice; what was asked meanwhile is answered",
    ["30|30", 200],
    async () => {
      await sleep(Math.max(0, outage * 1000 - (Date.now() - from)));
      await lab.archive.start();
      const query = `select count(*), count(distinct uid) from argo_archived_workflows where phase = 'Succeeded' and name like '${crowd}%'`;
      const all = async (): Promise<string> => lab.archive.query(query);
      await waitFor("all archived", async () => ((await all()) === "30|30" ? true : undefined), limit);
      return [await all(), await question];
    },
  );
}

/** Fewer than three quarters would say that something else than the limit held them back. */
const isHeld = (seen: number, allowed: number): boolean => seen <= allowed && seen >= 0.75 * allowed;

async function watch({ api }: Lab, patience: number): Promise<[number, number, number]> {
  let [inNamespace, inAll, done] = [0, 0, 0];
  const deadline = Date.now() + patience * 1000;
  while (Date.now() < deadline) {
    const { items } = await api.get<{ items: Listed[] }>("/apis/argoproj.io/v1alpha1/workflows");
    const ours = items.filter(({ metadata }) => metadata.name.startsWith(crowd));
    const running = ours.filter(({ status }) => status?.phase === "Running");
    const each = new Map<string, number>();
    for (const { metadata } of running) each.set(metadata.namespace, (each.get(metadata.namespace) ?? 0) + 1);
    inNamespace = Math.max(inNamespace, ...each.values());
    inAll = Math.max(inAll, running.length);
    done = ours.filter(({ status }) => status?.phase === "Succeeded").length;
    if (ours.every(({ status }) => ["Succeeded", "Failed", "Error"].includes(status?.phase ?? ""))) break;
    await sleep(250);
  }
  return [inNamespace, inAll, done];
}
