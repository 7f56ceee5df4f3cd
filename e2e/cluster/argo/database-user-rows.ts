import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { databaseIamUser } from "../../../config/aws-naming";
import type { Environment } from "../../../config/environment";
import { kubernetesSecrets } from "../../../config/naming";
import { synthesize } from "../../../stacks/synthesize";
import { Argo } from "../../lab/argo";
import type { Lab } from "../../lab/lab";
import { waitFor } from "../../lab/wait-for";
import { Cluster } from "../../shared/cluster";
import { applyAll } from "../../shared/installation/apply";
import { ArgoApi } from "../../shared/installation/argo-api";
import { installationOf } from "../../shared/installation/install";
import type { Manifest } from "../../shared/installation/manifests-of";
import { stacksOf } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { brief } from "../workflows/samples";

type Job = Manifest & {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly { readonly env: readonly { name: string }[] }[] };
    };
  };
};

/**
 * An archive that changes from a password to `archive.login: iam` in a running environment. The Job of the workflows
 * stack creates the user; Argo then logs in as this user and continues with the existing tables.
 */
export async function databaseUserRows(table: Table, lab: Lab, environment: Environment): Promise<void> {
  const folder = mkdtempSync(join(lab.folder, "iam-"));
  const changed = { ...environment, archive: { ...environment.archive, login: "iam" as const } };
  synthesize([changed], folder);
  const stacks = stacksOf(changed, folder, lab.archive.login.host);
  const user = databaseIamUser(environment.name);
  const { username, password, port } = lab.archive.login;
  // As on RDS: a role for users that log in with a token, and an administrator that may create roles.
  await lab.archive.administer(`create role rds_iam; alter role ${username} createrole`);

  const job = stacks.workflows.find(({ kind }) => kind === "Job") as Job;
  const files = stacks.workflows.filter(
    ({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "argo-database-user",
  );
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: kubernetesSecrets.databaseAdmin, namespace: "argo" },
    stringData: { username, password },
  };
  await table.row("archive.login iam: the Job's objects are accepted", [], () =>
    applyAll(lab.api, [secret, ...files]),
  );
  const ownerAndRights = `select
    (select string_agg(distinct tableowner, ',') from pg_tables where schemaname = 'public'),
    pg_has_role('${user}', 'rds_iam', 'member'), pg_has_role('${username}', '${user}', 'member'),
    (select rolsuper or rolcreaterole or rolcreatedb from pg_roles where rolname = '${user}')`;
  for (const time of ["first", "second"]) {
    await table.row(
      `archive.login iam: the Job's SQL, run for the ${time} time: tables' owner, in rds_iam, administrator in it, any power`,
      ["Complete", `${user}|t|f|f`],
      async () => [await run(lab, atPort(job, port), time), await lab.archive.administer(ownerAndRights)],
    );
  }

  const before = await lab.archive.administer("select count(*) from argo_archived_workflows");
  const argo = await Argo.start(lab, installationOf({ lab, stacks, databaseUser: user }));
  await table.row(
    "archive.login iam: Argo takes the configuration, reaches the archive as the new user, and archives there",
    [true, "Succeeded", true],
    async () => {
      const argoApi = await ArgoApi.open(argo, lab.api);
      const namespace = environment.teams[0]?.namespace ?? "";
      const uid = await argoApi.submit(namespace, brief("by-iam"));
      const { phase, message } = await new Cluster(lab).finished(namespace, "by-iam");
      const count = `select count(*) from argo_archived_workflows where uid = '${uid}'`;
      await waitFor("archived", async () =>
        (await lab.archive.administer(count)) === "1" ? true : undefined,
      );
      const sessions = await lab.archive.administer(
        `select count(*) from pg_stat_activity where usename = '${user}'`,
      );
      const after = await lab.archive.administer("select count(*) from argo_archived_workflows");
      return [Number(sessions) > 0, message ?? phase, Number(after) > Number(before)];
    },
  );
  await argo.stop();
}

/** Runs a Job under its own name. @returns how it ended */
async function run({ api }: Lab, job: Job, time: string): Promise<string> {
  const named = { ...job, metadata: { ...job.metadata, name: `${job.metadata.name}-${time}` } };
  const refused = await applyAll(api, [named]);
  if (refused.length > 0) return refused.join("; ");
  const path = `/apis/batch/v1/namespaces/argo/jobs/${named.metadata.name}`;
  return waitFor(`Job ${named.metadata.name} done`, async () => {
    const { status } = await api.get<{
      status: { conditions?: { type: string; status: string; message?: string }[] };
    }>(path);
    const end = status.conditions?.find(
      (each) => each.status === "True" && ["Complete", "Failed"].includes(each.type),
    );
    return end?.type === "Failed" ? `Failed: ${end.message ?? ""}` : end?.type;
  });
}

/** The Job with the port of the lab's database, which is not the default port. */
function atPort(job: Job, port: number): Job {
  const { template } = job.spec;
  const containers = template.spec.containers.map((container) => ({
    ...container,
    env: container.env.map((each) => (each.name === "PGPORT" ? { ...each, value: String(port) } : each)),
  }));
  return { ...job, spec: { ...job.spec, template: { ...template, spec: { ...template.spec, containers } } } };
}
