import { setTimeout as sleep } from "node:timers/promises";
import type { Argo } from "../lab/argo";
import type { Lab } from "../lab/lab";
import { serviceAccountToken } from "../lab/service-account-token";
import { waitFor } from "../lab/wait-for";
import { type Cluster } from "../shared/cluster";
import type { Table } from "../shared/table";
import { patient, pipeline, reader } from "../shared/workflows";

/** What Argo does on this cluster, for the teams `team-a` and `team-b`. */
export async function argoRows(
  table: Table,
  lab: Lab,
  argo: Argo,
  cluster: Cluster,
  bucket: string,
): Promise<void> {
  const team = "team-a";
  await table.row("argo-server: anonymous and wrong-token calls", [401, 401], async () => [
    (await argo.call("GET", `/api/v1/workflows/${team}`)).status,
    (await argo.call("GET", `/api/v1/workflows/${team}`, "wrong")).status,
  ]);
  const submitter = await serviceAccountToken(lab.api, team, "submitter");
  await table.row("argo-server: a submitter's own team, another team", [200, 403], async () => [
    (await argo.call("GET", `/api/v1/workflows/${team}`, submitter)).status,
    (await argo.call("GET", "/api/v1/workflows/team-b", submitter)).status,
  ]);

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
  const podOf = async (workflow: string, template: string): Promise<string> =>
    (await cluster.podsOf(team, workflow)).find(({ metadata }) => metadata.name.includes(`-${template}-`))
      ?.metadata.name ?? "none";
  const produce = await podOf("pipeline", "produce");
  const consume = await podOf("pipeline", "consume");
  const said = ["number 42", `hello from ${produce}`, "no token"];
  // What argoexec says on standard error may stand in between.
  const saysIt = (log: string): boolean => said.every((line) => log.split("\n").includes(line));
  await table.row("workflow: user code got both and holds no Kubernetes token", true, async () =>
    saysIt(await cluster.log(team, consume)),
  );
  await table.row("logs: kubectl logs, and argo-server for the submitter", [true, true], async () => {
    const byServer = await argo.call(
      "GET",
      `/api/v1/workflows/${team}/pipeline/log?logOptions.container=main`,
      submitter,
    );
    const text = await byServer.text();
    return [
      saysIt(await cluster.kubectl("logs", "-n", team, consume, "-c", "main")),
      text.includes("number 42") && text.includes(`hello from ${produce}`),
    ];
  });

  await lab.aws.enforceIam(false);
  await table.row(
    "archived log and artifact below the team's own prefix",
    [true, `hello from ${produce}\n`],
    async () => [
      saysIt(await lab.aws.s3("GET", `${bucket}/artifacts/${team}/pipeline/${consume}/main.log`)),
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

  await table.row("AWS: a token takes on its own role, not another team's", [200, 403, 403], async () => {
    const take = async (role: string, token: string): Promise<number> => {
      const parameters = {
        RoleArn: `arn:aws:iam::123456789012:role/${role}`,
        RoleSessionName: "test",
        WebIdentityToken: token,
      };
      const body = new URLSearchParams({
        Action: "AssumeRoleWithWebIdentity",
        Version: "2011-06-15",
        ...parameters,
      });
      return (await fetch(lab.aws.endpoint, { method: "POST", body })).status;
    };
    const token = await serviceAccountToken(lab.api, team, "argo-workflow", "sts.amazonaws.com");
    const forged = `${token.slice(0, -8)}AAAAAAAA`;
    return [await take(team, token), await take("team-b", token), await take(team, forged)];
  });

  await table.row("retry: a pod that vanishes is run again", ["Succeeded", true, true], async () => {
    await cluster.submit(team, patient("patient"));
    // A pod that goes before the controller saw it run does not even count as lost.
    await waitFor("the controller saw the pod run", async () => {
      const { nodes = {} } = await cluster.status(team, "patient");
      return Object.values(nodes).some(({ type, phase }) => type === "Pod" && phase === "Running")
        ? true
        : undefined;
    });
    await sleep(2000);
    const [first] = await cluster.podsOf(team, "patient");
    await lab.node.losePod(team, first?.metadata.name ?? "none", "vanish");
    const { phase } = await cluster.finished(team, "patient");
    const last = (await cluster.podsOf(team, "patient")).at(-1);
    const log = await cluster.log(team, last?.metadata.name ?? "none");
    return [phase, first?.metadata.uid !== last?.metadata.uid, log.includes("done")];
  });

  await table.row(
    "archive: found in PostgreSQL and by argo-server once deleted",
    ["team-a|pipeline|Succeeded|t", "Succeeded"],
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

  await table.row(
    "leader: one of two, replaced once killed, work goes on",
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
