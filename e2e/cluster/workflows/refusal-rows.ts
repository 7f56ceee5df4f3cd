import type { Lab } from "../../lab/lab";
import { Cluster } from "../../lab/selftest/cluster";
import type { Table } from "../../lab/selftest/table";
import { waitFor } from "../../lab/wait-for";
import type { Portal } from "../argo/portal";
import type { Scene } from "../stack-manifests";
import { greedy, privileged } from "./samples";

/** What the namespace refuses, the workflow says. */
export async function refusalRows(
  table: Table,
  lab: Lab,
  portal: Portal,
  { environment }: Scene,
): Promise<void> {
  const cluster = new Cluster(lab);
  for (const { namespace } of environment.teams) {
    await portal.submit(namespace, privileged("privileged"));
    await portal.submit(namespace, greedy("too-large", "9"));
    await portal.submit(namespace, greedy("too-many", "8"));
  }
  for (const { namespace } of environment.teams) {
    const says = (name: string, what: string): Promise<string> =>
      waitFor(`${namespace}/${name} says ${what}`, async () => {
        const { phase = "", message = "", nodes = {} } = await cluster.status(namespace, name);
        const all = [message, ...Object.values(nodes).map((node) => node.message ?? "")].join("; ");
        return all.includes(what) ? phase : undefined;
      });
    await table.row(
      `${namespace}: Pod Security ends a workflow, so does the limit; the quota lets it wait; each says so`,
      ["Error", "Error", "Running"],
      async () => [
        await says("privileged", "violates PodSecurity"),
        await says("too-large", "maximum cpu usage per Container is 8"),
        await says("too-many", "exceeded quota"),
      ],
    );
    await cluster.deleteWorkflow(namespace, "too-many");
  }
}
