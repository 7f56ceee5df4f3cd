import { join } from "node:path";
import { serviceAccounts } from "../../config/naming";
import { freePort } from "../lab/free-port";
import { writeKubeconfig } from "../lab/kubeconfig";
import { required } from "../lab/required";
import { serviceAccountToken } from "../lab/service-account-token";
import type { SuiteRun } from "../shared/frame";
import type { Table } from "../shared/table";
import type { Request } from "./caller";
import type { GuardedCluster } from "./guarded-cluster";
import { examples } from "./library-attempts";
import { team } from "./objects";
import { teamTemplates } from "./team-templates";

interface Created {
  readonly message?: string;
  readonly status?: { readonly storedTemplates?: object };
}

/**
 * Argo's own server sends what it read while it checked a workflow. The rules about stored templates let it pass for
 * every example of the library, and for templates of a team that write numbers and inline templates.
 */
export async function serverRows(table: Table, run: SuiteRun, cluster: GuardedCluster): Promise<void> {
  const { call, stop } = await startServer(run, cluster);
  let stored = 0;
  const submit = async (workflow: object): Promise<string> => {
    const { message, status } = await call({ workflow, serverDryRun: true });
    stored += Object.keys(status?.storedTemplates ?? {}).length;
    return message ?? "passes";
  };
  const namespaced = teamTemplates.map(
    ({ metadata: { name } }) => [name, { workflowTemplateRef: { name } }] as const,
  );
  for (const [name, spec] of [...examples(), ...namespaced])
    await table.row(`${name} through Argo's server`, "passes", () =>
      submit({ metadata: { generateName: "walls-", namespace: team }, spec }),
    );
  table.compare("the server stored templates", true, stored > 50);
  await stop();
}

async function startServer(run: SuiteRun, { api, programs }: GuardedCluster) {
  const [port, token] = [await freePort(), await serviceAccountToken(api, team, serviceAccounts.submitter)];
  const kubeconfig = writeKubeconfig(join(run.folder, "argo-server.kubeconfig"), api, "argo");
  // Argo's server wants the controller's configuration, empty or not.
  await api.apply({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "workflow-controller-configmap", namespace: "argo" },
  });
  const process = run.processes.start(
    "argo-server",
    required(programs, "argo"),
    `server --kubeconfig ${kubeconfig} --auth-mode client --secure=false -p ${port} --namespace argo`.split(
      " ",
    ),
    { environment: { KUBECONFIG: kubeconfig }, onUnexpectedExit: run.onUnexpectedExit },
  );
  const base = `http://127.0.0.1:${port}/api/v1`;
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
  // Inside the server, each service has a connection of its own, which may be ready later than another one.
  await process.until("answering", async () =>
    fetch(`${base}/workflows/${team}`, { headers }).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return {
    call: async (body: Request["body"]): Promise<Created> => {
      const answer = await fetch(`${base}/workflows/${team}`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
      });
      return (await answer.json()) as Created;
    },
    stop: () => process.stop(),
  };
}
