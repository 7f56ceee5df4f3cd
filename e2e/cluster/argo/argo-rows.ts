import { portalAccount } from "../../../config/naming";
import type { Argo } from "../../lab/argo";
import type { Lab } from "../../lab/lab";
import { serviceAccountToken } from "../../lab/service-account-token";
import type { ArgoApi } from "../../shared/installation/argo-api";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { brief } from "../workflows/samples";

/** Argo's programs with our configuration: they keep running, one controller leads, and the server checks permissions. */
export async function argoRows(
  table: Table,
  lab: Lab,
  argo: Argo,
  argoApi: ArgoApi,
  { environment }: EnvironmentStacks,
): Promise<void> {
  const [first = "", second = ""] = environment.teams.map(({ namespace }) => namespace);
  await table.row(
    "argo: controllers that run with our configuration, and whether one leads",
    [2, true],
    async () => {
      const leader = await argo.awaitLeader();
      return [
        argo.controllers.filter(({ process }) => process.end === undefined).length,
        leader.process.end === undefined,
      ];
    },
  );
  await table.row("argo: the archive's tables exist, over TLS", "t|1", () =>
    lab.archive.query(
      "select (select ssl from pg_stat_ssl where pid = pg_backend_pid()), count(*) from pg_tables where tablename = 'argo_archived_workflows'",
    ),
  );
  const list = (namespace: string) => `/api/v1/workflows/${namespace}`;
  await table.row(
    "argo-server: no token, a wrong token, a token for another audience",
    [401, 401, 401],
    async () => [
      (await argo.call("GET", list(first))).status,
      (await argo.call("GET", list(first), "wrong")).status,
      (
        await argo.call(
          "GET",
          list(first),
          await serviceAccountToken(lab.api, "argo", portalAccount(first), "sts.amazonaws.com"),
        )
      ).status,
    ],
  );
  await table.row(
    "argo-server: a team's token of Backstage lists that team, no other, not argo and not all namespaces; it deletes nothing",
    [200, 403, 403, 403, 403],
    async () => [
      // The server looks for the workflow before it refuses the deletion.
      await argoApi.submit(first, brief("kept")).then(() => argoApi.status("GET", list(first))),
      await argoApi.status("GET", list(second), first),
      await argoApi.status("GET", list("argo"), first),
      await argoApi.status("GET", list(""), first),
      await argoApi.status("DELETE", `${list(first)}/kept`),
    ],
  );
  await table.row(
    "argo-server: Backstage's other token reads the library, and no team",
    [200, 403, 403],
    async () => {
      const { templatesToken } = argoApi;
      const templates = "/api/v1/cluster-workflow-templates";
      return [
        (await argo.call("GET", templates, templatesToken)).status,
        (await argo.call("GET", list(first), templatesToken)).status,
        (await argo.call("GET", list(second), templatesToken)).status,
      ];
    },
  );
  for (const name of ["argo-workflow", "argo-deployer", "default"]) {
    const token = await serviceAccountToken(lab.api, first, name);
    await table.row(
      `argo-server: ${name} lists neither its own namespace nor another`,
      [403, 403],
      async () => [
        (await argo.call("GET", list(first), token)).status,
        (await argo.call("GET", list(second), token)).status,
      ],
    );
  }
}
