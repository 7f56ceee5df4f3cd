import { artifactBucketName } from "../../../config/aws-naming";
import { guardPolicyName } from "../../../config/guard-policies";
import type { Lab } from "../../lab/lab";
import { waitFor } from "../../lab/wait-for";
import { Cluster } from "../../shared/cluster";
import type { ArgoApi } from "../../shared/installation/argo-api";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { pipeline, reader } from "../../shared/workflows";
import { writer } from "./samples";

/** A workflow of each team with nothing but our defaults, submitted by Backstage. */
export async function teamRows(
  table: Table,
  lab: Lab,
  argoApi: ArgoApi,
  { environment }: EnvironmentStacks,
): Promise<void> {
  const cluster = new Cluster(lab);
  const bucket = artifactBucketName(environment);
  const teams = environment.teams.map(({ namespace }) => namespace);
  await lab.aws.enforceIam(true);
  for (const team of teams) await argoApi.submit(team, pipeline("pipeline"));
  const produced = new Map<string, string>();
  for (const team of teams)
    await table.row(
      `${team}: parameter, condition and artifact work, user code has no token`,
      ["Succeeded", true],
      async () => {
        const { phase, message, nodes = {} } = await cluster.finished(team, "pipeline");
        // Pods are named like their steps.
        const [consume = "none", produce = "none"] = ["consume", "produce"].map(
          (step) =>
            Object.values(nodes).find(
              ({ type, displayName }) => type === "Pod" && displayName.startsWith(step),
            )?.id,
        );
        produced.set(team, produce);
        const log = await cluster.log(team, consume);
        const said = ["number 42", `hello from ${produce}`, "no token"];
        return [message ?? phase, said.every((line) => log.split("\n").includes(line)) || log];
      },
    );

  await lab.aws.enforceIam(false);
  const keys = await keysOf(lab, bucket);
  for (const team of teams)
    await table.row(
      `${team}: artifact and log below its own prefix, archived in the database`,
      [true, true, "1"],
      async () => {
        const own = keys.filter((key) =>
          new RegExp(`^artifacts/${team}/pipeline/\\d{4}/\\d\\d/\\d\\d/`).test(key),
        );
        const pod = produced.get(team) ?? "none";
        const row = `select count(*) from argo_archived_workflows where name = 'pipeline' and namespace = '${team}' and phase = 'Succeeded'`;
        return [
          own.some((key) => key.endsWith(`/${pod}/message`)) || keys,
          own.some((key) => key.endsWith(`/${pod}/main.log`)) || keys,
          await waitFor("archived", async () => ((await lab.archive.query(row)) === "1" ? "1" : undefined)),
        ];
      },
    );

  for (const team of teams) await lab.aws.s3("PUT", `${bucket}/artifacts/${team}/word.txt`, `of ${team}\n`);
  await lab.aws.enforceIam(true);
  const next = (team: string): string => teams[(teams.indexOf(team) + 1) % teams.length] ?? "";
  // The guard refuses such workflows; these rows are about the wall behind it.
  await setArtifactGuard(lab, ["Audit"]);
  for (const team of teams) {
    await argoApi.submit(team, reader("read-own", `artifacts/${team}/word.txt`));
    const foreign = reader("read-other", `artifacts/${next(team)}/word.txt`);
    // A changed binding takes effect a moment after it is stored.
    await waitFor("the guard's audit mode", async () => (await argoApi.submit(team, foreign), true));
    await argoApi.submit(team, writer("write-other", `artifacts/${next(team)}/word.txt`));
  }
  await setArtifactGuard(lab, ["Deny"]);
  for (const team of teams)
    await table.row(
      `${team}: reads its own prefix; neither reads nor writes that of ${next(team)}`,
      ["Succeeded", "denied", "denied"],
      async () => [
        await verdict(cluster, team, "read-own"),
        await verdict(cluster, team, "read-other"),
        await verdict(cluster, team, "write-other"),
      ],
    );
  for (const team of teams)
    await table.row(
      `${team}: Argo's server shows an archived log, and no object of ${next(team)} for the team`,
      [true, undefined],
      async () => {
        const { nodes = {} } = await cluster.finished(team, "pipeline");
        const [node = "none"] = Object.entries(nodes).find(([, { type }]) => type === "Pod") ?? [];
        const log = `/artifact-files/${team}/workflows/pipeline/${node}/outputs/main-logs`;
        const outside = `${"..%2f".repeat(7)}${next(team)}/word.txt`;
        return [
          (await argoApi.file(log)) !== undefined,
          (await argoApi.file(`${log}/${outside}`))?.toString(),
        ];
      },
    );
  await lab.aws.enforceIam(false);
  await table.row(
    "each team's object is unchanged",
    teams.map((team) => `of ${team}\n`),
    () => Promise.all(teams.map((team) => lab.aws.s3("GET", `${bucket}/artifacts/${team}/word.txt`))),
  );
  await lab.aws.enforceIam(true);
}

/** What the guard does with an artifact of another namespace. */
async function setArtifactGuard({ api }: Lab, validationActions: readonly string[]): Promise<void> {
  const bindings = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";
  await api.patch(`${bindings}/${guardPolicyName("artifacts")}`, { spec: { validationActions } });
}

/** How a workflow ended: its phase, or `denied` if AWS refused it. */
async function verdict(cluster: Cluster, team: string, name: string): Promise<string> {
  const { phase = "", message = "", nodes = {} } = await cluster.finished(team, name);
  if (phase === "Succeeded") return phase;
  const reasons = [message, ...Object.values(nodes).map((node) => node.message ?? "")];
  return reasons.some((each) => /AccessDenied|Access Denied|Forbidden/i.test(each))
    ? "denied"
    : reasons.join("; ");
}

async function keysOf({ aws }: Lab, bucket: string): Promise<string[]> {
  const answer = await aws.s3("GET", `${bucket}?list-type=2&max-keys=1000`);
  return [...answer.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = ""]) => key);
}
