import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { serverHost } from "../../../config/naming";
import { Argo } from "../../lab/argo";
import type { Lab } from "../../lab/lab";
import { installationOf } from "../../shared/installation/install";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import { startIdentityProvider } from "../../shared/login/identity-provider";
import type { Table } from "../../shared/table";
import { loginRows } from "../login/login-rows";
import { shapeRows } from "../login/shape-rows";
import { expectations } from "../login/users";

/**
 * Argo's programs with the configuration of one environment, while its namespaces exist: they start, reach the archive,
 * answer, and log users in. Afterwards everything is stopped, and the archive is empty again.
 */
export async function environmentRows(table: Table, lab: Lab, stacks: EnvironmentStacks): Promise<void> {
  const { environment } = stacks;
  const { name } = environment;
  const ended: string[] = [];
  const identities =
    environment.login.sso &&
    (await startIdentityProvider(
      lab,
      `https://${serverHost(environment)}/oauth2/callback`,
      Object.fromEntries(Object.entries(expectations).map(([user, { groups }]) => [user, groups])),
    ));
  const watched = { ...lab, onUnexpectedExit: (message: string) => ended.push(message) };
  const argo = await Argo.start(watched, installationOf({ lab, stacks, ...(identities && { identities }) }));
  await table.row(
    `${name}: controllers that run with its configuration, whether one leads, the server's answer without a token`,
    [environment.controller.replicas, true, 401],
    async () => [
      argo.controllers.filter(({ process }) => process.end === undefined).length,
      (await argo.awaitLeader()).process.end === undefined,
      (await argo.call("GET", "/api/v1/workflows/argo")).status,
    ],
  );
  await archiveRow(table, lab, stacks);
  if (identities) {
    await loginRows(table, lab, argo, identities, stacks);
    await shapeRows(table, lab, argo, identities, stacks);
  }
  await table.row(`${name}: no program of Argo's ended by itself`, [], () => [...ended]);
  await table.row(
    `${name}: an unknown key in the ConfigMap ends every controller`,
    argo.controllers.map(() => 'unknown field "unheardOf"'),
    async () => {
      await argo.configure({ unheardOf: "true" });
      const all = Promise.all(argo.controllers.map(({ process }) => process.ended));
      await Promise.race([all, sleep(600_000, undefined, { ref: false })]);
      return argo.controllers.map(({ process }) =>
        process.end === undefined
          ? "still runs"
          : (
              /unknown field \\?"unheardOf\\?"/.exec(readFileSync(process.log, "utf8"))?.[0] ?? process.end
            ).replaceAll("\\", ""),
      );
    },
  );
  await argo.stop();
  await lab.archive.query("drop schema public cascade");
  await lab.archive.query("create schema public");
}

/** Argo created its tables if the archive is enabled, and all its connections use TLS. */
export async function archiveRow(
  table: Table,
  { archive }: Lab,
  { environment }: EnvironmentStacks,
): Promise<void> {
  const on = environment.archive.enabled;
  const tables = "select count(*) from pg_tables where tablename = 'argo_archived_workflows'";
  const connections =
    "select count(*) > 0, count(*) filter (where not ssl) from pg_stat_ssl join pg_stat_activity using (pid) where usename = 'argo' and pid <> pg_backend_pid()";
  await table.row(
    `${environment.name}: archive's tables; connections to it, none in plain text`,
    on ? ["1", "t|0"] : ["0", "f|0"],
    async () => [await archive.query(tables), await archive.query(connections)],
  );
}
