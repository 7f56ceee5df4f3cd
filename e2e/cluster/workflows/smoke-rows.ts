import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { artifactBucketName } from "../../../config/aws-naming";
import { repositoryPath } from "../../../config/repository";
import type { Lab } from "../../lab/lab";
import { required } from "../../lab/required";
import { waitFor } from "../../lab/wait-for";
import { Cluster } from "../../shared/cluster";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";

const run = promisify(execFile);

/** The smoke workflow of docs/POST_DEPLOYMENT.md: its two commands, and the files that must be in the bucket afterwards. */
export async function smokeRows(table: Table, lab: Lab, { environment }: EnvironmentStacks): Promise<void> {
  const [first] = environment.teams;
  if (first === undefined) return;
  const team = first.namespace;
  const cluster = new Cluster(lab);
  const env = { ...process.env, KUBECONFIG: lab.kubeconfig };
  const bucket = artifactBucketName(environment);
  await table.row(
    `${team}: docs/smoke-workflow.yaml as POST_DEPLOYMENT.md says; files in the bucket`,
    ["Succeeded", ["main.log", "main.log", "message.tgz"]],
    async () => {
      await cluster.kubectl("-n", team, "apply", "-f", repositoryPath("docs", "smoke-workflow.yaml"));
      const submit = ["submit", "-n", team, "--from", "workflowtemplate/smoke", "--wait", "--log"];
      await run(required(lab.programs, "argo"), [...submit, "--name", "smoke"], { env, timeout: 1_200_000 });
      const { phase } = await cluster.finished(team, "smoke");
      return [
        phase,
        await waitFor("both logs archived", async () => {
          const files = await filesOf(lab, bucket, `artifacts/${team}/smoke/`);
          return files.length >= 3 ? files : undefined;
        }),
      ];
    },
  );
}

/** Names of the files below a prefix, without their folders. The emulator refuses list requests while it enforces IAM. */
async function filesOf({ aws }: Lab, bucket: string, prefix: string): Promise<string[]> {
  await aws.enforceIam(false);
  const answer = await aws.s3("GET", `${bucket}?list-type=2&max-keys=1000`);
  await aws.enforceIam(true);
  return [...answer.matchAll(/<Key>([^<]+)<\/Key>/g)]
    .map(([, key = ""]) => key)
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(key.lastIndexOf("/") + 1))
    .sort();
}
