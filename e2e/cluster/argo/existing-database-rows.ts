import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../../config/environment";
import { synthesize } from "../../../stacks/synthesize";
import { Argo } from "../../lab/argo";
import type { Lab } from "../../lab/lab";
import { Pki } from "../../lab/pki";
import { waitFor } from "../../lab/wait-for";
import { Cluster } from "../../shared/cluster";
import { ArgoApi } from "../../shared/installation/argo-api";
import { installationOf } from "../../shared/installation/install";
import { stacksOf } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { brief } from "../workflows/samples";

/**
 * The archive in a PostgreSQL of somebody else, whose certificate is signed by an authority that only the environment
 * file knows: `archive.database`. Argo archives there and shows it; with another authority it connects to nothing.
 */
export async function existingDatabaseRows(table: Table, lab: Lab, environment: Environment): Promise<void> {
  const { port, database: name } = lab.archive.login;
  const { account, region, partition } = environment;
  const database = {
    host: "localhost",
    port,
    name,
    secretArn: `arn:${partition.name}:secretsmanager:${region}:${account}:secret:postgres/argo-AbCdEf`,
    rootCA: lab.pki.authorityPem,
    cidrs: ["127.0.0.1/32"],
  };
  const folder = mkdtempSync(join(lab.folder, "existing-database-"));
  const changed = {
    ...environment,
    archive: { ...environment.archive, login: "password" as const, database },
  };
  synthesize([changed], folder);
  const stacks = stacksOf(changed, folder);
  const ended: string[] = [];
  const watched = { ...lab, onUnexpectedExit: (message: string) => ended.push(message) };
  const argo = await Argo.start(watched, installationOf({ lab: watched, stacks }));
  await table.row(
    "archive.database: a workflow that is gone from the cluster is found in the archive, over verified TLS",
    ["Succeeded", "by-database"],
    async () => {
      const argoApi = await ArgoApi.open(argo, lab.api);
      const namespace = environment.teams[0]?.namespace ?? "";
      const uid = await argoApi.submit(namespace, brief("by-database"));
      const { phase, message } = await new Cluster(lab).finished(namespace, "by-database");
      const count = `select count(*) from argo_archived_workflows where uid = '${uid}'`;
      await waitFor("archived", async () => ((await lab.archive.query(count)) === "1" ? true : undefined));
      await lab.api.delete(`/apis/argoproj.io/v1alpha1/namespaces/${namespace}/workflows/by-database`);
      const found = await argoApi.file(`/api/v1/archived-workflows/${uid}?namespace=${namespace}`);
      const { metadata } = JSON.parse(found?.toString() ?? "{}") as { metadata?: { name?: string } };
      return [message ?? phase, metadata?.name];
    },
  );
  const other = join(folder, "another-authority.pem");
  writeFileSync(other, new Pki(join(folder, "pki")).authorityPem);
  await table.row(
    "archive.database: a server that knows another authority only ends, and says why",
    "certificate signed by unknown authority",
    async () => {
      const { serverEnvironment } = argo.installation;
      try {
        const server = await argo.anotherServer({
          serverEnvironment: { ...serverEnvironment, PGSSLROOTCERT: other },
        });
        await server.stopServer();
        return "it answers";
      } catch (error) {
        const text = String(error);
        return /certificate signed by unknown authority/.exec(text)?.[0] ?? text.slice(-500);
      }
    },
  );
  await table.row("archive.database: no other program of Argo's ended by itself", [], () =>
    ended.filter((message) => !message.includes("argo-server")),
  );
  await argo.stop();
}
