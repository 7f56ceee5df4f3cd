import type { Lab } from "../../lab/lab";
import { waitFor } from "../../lab/wait-for";
import { Cluster, type WorkflowStatus } from "../../shared/cluster";
import type { ArgoApi } from "../../shared/installation/argo-api";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { greedy, privileged } from "./samples";

/** A workflow whose pod the namespace refuses says so in its status. */
export async function refusalRows(
  table: Table,
  lab: Lab,
  argoApi: ArgoApi,
  { environment }: EnvironmentStacks,
): Promise<void> {
  const cluster = new Cluster(lab);
  for (const { namespace } of environment.teams) {
    await argoApi.submit(namespace, privileged("privileged"));
    await argoApi.submit(namespace, greedy("too-large", "9"));
    await argoApi.submit(namespace, greedy("too-many", "8"));
  }
  for (const { namespace } of environment.teams) {
    const texts = ({ message = "", nodes = {} }: WorkflowStatus): string =>
      [message, ...Object.values(nodes).map((node) => node.message ?? "")].join("; ");
    const ends = async (name: string, why: string): Promise<string> => {
      const status = await cluster.finished(namespace, name);
      return texts(status).includes(why) ? `${status.phase ?? ""}: ${why}` : texts(status);
    };
    const waits = (name: string, why: string): Promise<string> =>
      waitFor(`${namespace}/${name} says ${why}`, async () => {
        const status = await cluster.status(namespace, name);
        return texts(status).includes(why) ? `${status.phase ?? ""}: ${why}` : undefined;
      });
    await table.row(
      `${namespace}: Pod Security and the limit fail a workflow, the quota makes it wait; each says so`,
      [
        "Error: violates PodSecurity",
        "Error: maximum cpu usage per Container is 8",
        "Running: exceeded quota",
      ],
      async () => [
        await ends("privileged", "violates PodSecurity"),
        await ends("too-large", "maximum cpu usage per Container is 8"),
        await waits("too-many", "exceeded quota"),
      ],
    );
    await cluster.deleteWorkflow(namespace, "too-many");
  }
}
