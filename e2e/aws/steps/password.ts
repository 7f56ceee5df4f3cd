import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { databaseName, databaseSecretName } from "../../../config/aws-naming";
import type { Environment } from "../../../config/environment";
import { stackId } from "../../../config/naming";
import { type AwsRun, stackDirectory } from "../aws-run";

interface Secret {
  readonly username: string;
  readonly password: string;
}

/** The archive's password is in Secrets Manager and in the database, and nowhere else; then it is rotated. */
export async function passwordStaysSecret(run: AwsRun, environment: Environment): Promise<void> {
  const { table, edited } = run;
  const prefix = environment.name;
  const first = await checkedSecret(run, environment);
  await nowhereElse(run, environment, [first.password]);
  const stack = stackDirectory(run, environment, "storage").use(edited.json(stackId(prefix, "storage")));
  await stack.must("plan", "-input=false", "-out=rotation.tfplan");
  await stack.must("show", "-json", "rotation.tfplan");
  await stack.must("apply", "-input=false", "rotation.tfplan");
  const second = await checkedSecret(run, environment);
  table.judge(
    `${prefix}: passwordVersion: 2 gives a new password`,
    "a different one",
    second.password === first.password ? "the same" : "a different one",
    second.password !== first.password,
  );
  await nowhereElse(run, environment, [first.password, second.password]);
}

async function checkedSecret(run: AwsRun, environment: Environment): Promise<Secret> {
  const { emulator, table } = run;
  const answer = await emulator.call(environment, "secretsmanager", "get_secret_value", {
    SecretId: databaseSecretName(environment.name),
  });
  const secret = JSON.parse(typeof answer.SecretString === "string" ? answer.SecretString : "{}") as Secret;
  table.compare(
    `${environment.name}: the secret holds user and password as JSON`,
    ["password", "username"],
    Object.keys(secret).sort(),
  );
  table.judge(
    `${environment.name}: the password is 32 letters and digits`,
    "/^[A-Za-z0-9]{32}$/",
    `${secret.password.length} characters`,
    /^[A-Za-z0-9]{32}$/.test(secret.password),
  );
  const held = await emulator.databasePassword(databaseName(environment.name));
  table.judge(
    `${environment.name}: the database got the same password`,
    "the same",
    held === secret.password ? "the same" : "a different one",
    held === secret.password,
  );
  return secret;
}

/** Searches every file of the run and every version of every state: it must find the user's name and no password. */
async function nowhereElse(
  run: AwsRun,
  environment: Environment,
  passwords: readonly string[],
): Promise<void> {
  const { table } = run;
  await unzipPlans(run, environment);
  const files = [...filesBelow(run.scratch), ...(await stateVersions(run, environment))];
  const containing = (text: string) =>
    files.filter(({ content }) => content.includes(text)).map(({ name }) => name);
  const control = containing("argo_admin");
  const states = files.filter(({ name }) => name.startsWith("s3://")).length;
  table.judge(
    `${environment.name}: the search finds the user's name`,
    "in states, plans and files",
    `in ${control.length} of ${files.length} files, ${states} of which are versions of states`,
    control.some((name) => name.startsWith("s3://")) && control.some((name) => name.includes(".tfplan")),
  );
  table.compare(
    `${environment.name}: ${passwords.length} password(s): in no state, plan, log or output`,
    [],
    passwords.flatMap(containing),
  );
}

interface SearchedFile {
  readonly name: string;
  readonly content: Buffer;
}

function filesBelow(folder: string): SearchedFile[] {
  return readdirSync(folder).flatMap((entry) => {
    // Terraform's own programs, from the registry.
    if (entry === "plugins") return [];
    const path = join(folder, entry);
    const found = lstatSync(path);
    if (found.isDirectory()) return filesBelow(path);
    return found.isFile() ? [{ name: path, content: readFileSync(path) }] : [];
  });
}

/** A plan file is a zip. */
async function unzipPlans(run: AwsRun, environment: Environment): Promise<void> {
  const { directory } = stackDirectory(run, environment, "storage");
  for (const plan of readdirSync(directory).filter((name) => name.endsWith(".tfplan"))) {
    const to = join(run.scratch, "unzipped", environment.name, plan);
    const { code, output } = await run.processes.run("python3", [
      "-m",
      "zipfile",
      "-e",
      join(directory, plan),
      to,
    ]);
    if (code !== 0) throw new Error(`${plan} can't be unzipped: ${output}`);
  }
}

async function stateVersions(run: AwsRun, environment: Environment): Promise<SearchedFile[]> {
  const Bucket = environment.state.bucket;
  const listed = await run.emulator.call(environment, "s3", "list_object_versions", { Bucket });
  const versions = (listed.Versions ?? []) as { Key: string; VersionId: string }[];
  const bodies = await run.emulator.calls(
    environment,
    versions.map(({ Key, VersionId }) => ({
      service: "s3",
      operation: "get_object",
      parameters: { Bucket, Key, VersionId },
    })),
  );
  return versions.map(({ Key, VersionId }, index) => ({
    name: `s3://${Bucket}/${Key}?versionId=${VersionId}`,
    content: Buffer.from(JSON.stringify(bodies[index])),
  }));
}
