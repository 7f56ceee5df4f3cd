import { setTimeout as sleep } from "node:timers/promises";
import type { Argo } from "../lab/argo";
import type { Lab } from "../lab/lab";
import { serviceAccountToken } from "../lab/service-account-token";
import { waitFor } from "../lab/wait-for";
import type { Cluster } from "../shared/cluster";
import type { Table } from "../shared/table";
import { heldWithRetries, pipeline, reader } from "../shared/workflows";

/** What the rows about Argo work with. */
export interface ArgoRun {
  readonly table: Table;
  readonly lab: Lab;
  readonly argo: Argo;
  readonly cluster: Cluster;
  /** Bucket of all teams' artifacts. */
  readonly bucket: string;
}

interface SubmitterRun extends ArgoRun {
  /** Token of the submitter of `team`. */
  readonly submitter: string;
}

const team = "team-a";

/** Behavior of Argo on this cluster, for the teams `team-a` and `team-b`. */
export async function argoRows(given: ArgoRun): Promise<void> {
  const submitter = await serviceAccountToken(given.lab.api, team, "submitter");
  const run: SubmitterRun = { ...given, submitter };
  await tokenRows(run);
  const uid = await pipelineRow(run);
  await logRows(run, await podOf(run, "consume"), await podOf(run, "produce"));
  await artifactRows(run, await podOf(run, "consume"), await podOf(run, "produce"));
  await roleRow(run);
  await retryRow(run);
  await archiveRow(run, uid);
  await leaderRow(run);
}

async function tokenRows({ table, argo, submitter }: SubmitterRun): Promise<void> {
  await table.row("argo-server: anonymous and wrong-token calls", [401, 401], async () => [
    (await argo.call("GET", `/api/v1/workflows/${team}`)).status,
    (await argo.call("GET", `/api/v1/workflows/${team}`, "wrong")).status,
  ]);
  await table.row("argo-server: a submitter's own team, another team", [200, 403], async () => [
    (await argo.call("GET", `/api/v1/workflows/${team}`, submitter)).status,
    (await argo.call("GET", "/api/v1/workflows/team-b", submitter)).status,
  ]);
}

/** @returns the uid of the workflow */
async function pipelineRow({ table, argo, cluster, submitter }: SubmitterRun): Promise<string> {
  let uid = "";
  await table.row(
    "workflow: DAG, condition, parameter, artifact through the team's role",
    "Succeeded",
    async () => {
      const answer = await argo.call("POST", `/api/v1/workflows/${team}`, submitter, {
        workflow: pipeline("pipeline"),
      });
      if (!answer.ok) throw new Error(await answer.text());
      uid = ((await answer.json()) as { metadata: { uid: string } }).metadata.uid;
      const { phase, message } = await cluster.finished(team, "pipeline");
      return message ?? phase;
    },
  );
  return uid;
}

/** Name of the pod of the workflow `pipeline` that ran a template. */
async function podOf({ cluster }: ArgoRun, template: string): Promise<string> {
  const pods = await cluster.podsOf(team, "pipeline");
  return pods.find(({ metadata }) => metadata.name.includes(`-${template}-`))?.metadata.name ?? "none";
}

/** Whether a log has the lines of `consume`. The lines of argoexec may be between them. */
function hasLines(log: string, produce: string): boolean {
  const lines = log.split("\n");
  return ["number 42", `hello from ${produce}`, "no token"].every((line) => lines.includes(line));
}

async function logRows(run: SubmitterRun, consume: string, produce: string): Promise<void> {
  const { table, argo, cluster, submitter } = run;
  await table.row("workflow: user code got both and has no Kubernetes token", true, async () =>
    hasLines(await cluster.log(team, consume), produce),
  );
  await table.row("logs: kubectl logs, and argo-server for the submitter", [true, true], async () => {
    const path = `/api/v1/workflows/${team}/pipeline/log?logOptions.container=main`;
    const text = await (await argo.call("GET", path, submitter)).text();
    return [
      hasLines(await cluster.kubectl("logs", "-n", team, consume, "-c", "main"), produce),
      text.includes("number 42") && text.includes(`hello from ${produce}`),
    ];
  });
}

async function artifactRows(run: ArgoRun, consume: string, produce: string): Promise<void> {
  const { table, lab, cluster, bucket } = run;
  await lab.aws.enforceIam(false);
  await table.row(
    "archived log and artifact below the team's own prefix",
    [true, `hello from ${produce}\n`],
    async () => [
      hasLines(await lab.aws.s3("GET", `${bucket}/artifacts/${team}/pipeline/${consume}/main.log`), produce),
      await lab.aws.s3("GET", `${bucket}/artifacts/${team}/pipeline/${produce}/message`),
    ],
  );
  await lab.aws.s3("PUT", `${bucket}/artifacts/${team}/own.txt`, "ours\n");
  await lab.aws.s3("PUT", `${bucket}/artifacts/team-b/secret.txt`, "theirs\n");
  await lab.aws.enforceIam(true);
  await table.row("artifact: own prefix read, another team's refused", ["Succeeded", true], async () => {
    await cluster.submit(team, reader("read-own", `artifacts/${team}/own.txt`));
    await cluster.submit(team, reader("read-theirs", "artifacts/team-b/secret.txt"));
    const own = await cluster.finished(team, "read-own");
    const theirs = await cluster.finished(team, "read-theirs");
    const reasons = Object.values(theirs.nodes ?? {}).map(({ message }) => message ?? "");
    return [
      own.message ?? own.phase,
      reasons.some((each) => /AccessDenied|Access Denied|Forbidden/.test(each)) || reasons,
    ];
  });
}

async function roleRow({ table, lab }: ArgoRun): Promise<void> {
  const assume = async (role: string, token: string): Promise<number> => {
    const body = new URLSearchParams({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: `arn:aws:iam::123456789012:role/${role}`,
      RoleSessionName: "test",
      WebIdentityToken: token,
    });
    return (await fetch(lab.aws.endpoint, { method: "POST", body })).status;
  };
  await table.row("AWS: a token assumes its own role, not another team's", [200, 403, 403], async () => {
    const token = await serviceAccountToken(lab.api, team, "argo-workflow", "sts.amazonaws.com");
    const forged = `${token.slice(0, -8)}AAAAAAAA`;
    return [await assume(team, token), await assume("team-b", token), await assume(team, forged)];
  });
}

async function retryRow({ table, lab, cluster }: ArgoRun): Promise<void> {
  await table.row("retry: a pod that vanishes runs again", ["Succeeded", true], async () => {
    await cluster.submit(team, heldWithRetries("lost-pod"));
    // Argo doesn't count a pod as lost that vanishes before the controller saw it run, or within a second of its start.
    await cluster.nodeRunning(team, "lost-pod");
    await sleep(2000);
    const { metadata: first } = await cluster.runningPod(team, "lost-pod");
    await lab.node.losePod(team, first.name, "vanish");
    const { metadata: second } = await cluster.runningPod(team, "lost-pod", first.uid);
    await cluster.release(team, second.name);
    const { phase } = await cluster.finished(team, "lost-pod");
    return [phase, (await cluster.log(team, second.name)).includes("done")];
  });
}

async function archiveRow({ table, lab, argo, cluster, submitter }: SubmitterRun, uid: string) {
  await table.row(
    "archive: PostgreSQL and argo-server have a deleted workflow",
    [`${team}|pipeline|Succeeded|t`, "Succeeded"],
    async () => {
      const where = `name = 'pipeline' and namespace = '${team}'`;
      const query = `select namespace, name, phase, (select ssl from pg_stat_ssl where pid = pg_backend_pid()) from argo_archived_workflows where ${where}`;
      const row = await waitFor("archived", async () => (await lab.archive.query(query)) || undefined);
      await cluster.deleteWorkflow(team, "pipeline");
      await waitFor("deleted", async () =>
        (await cluster.podsOf(team, "pipeline")).length === 0 ? true : undefined,
      );
      const answer = await argo.call("GET", `/api/v1/archived-workflows/${uid}?namespace=${team}`, submitter);
      const found = (await answer.json()) as { status?: { phase?: string }; message?: string };
      return [row, found.status?.phase ?? found.message];
    },
  );
}

async function leaderRow({ table, argo, cluster }: ArgoRun): Promise<void> {
  await table.row(
    "leader: one of two; once killed, the other takes over and workflows run",
    [true, true, "Succeeded"],
    async () => {
      const first = await argo.awaitLeader();
      first.process.kill();
      await first.process.ended;
      const second = await argo.awaitLeader();
      await cluster.submit(team, pipeline("after-the-leader"));
      const { phase, message } = await cluster.finished(team, "after-the-leader");
      return [first.identity !== second.identity, second.process.end === undefined, message ?? phase];
    },
  );
}
