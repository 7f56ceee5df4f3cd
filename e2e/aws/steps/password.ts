import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../../config/environment";
import { databaseName, databaseSecretName, stackId } from "../../../config/naming";
import { run } from "../processes";
import { type Scene, stackDirectory } from "../scene";

interface Secret {
  readonly username: string;
  readonly password: string;
}

/** The archive's password stands in Secrets Manager and in the database, and nowhere else; then it is rotated. */
export async function passwordStaysSecret(scene: Scene, environment: Environment): Promise<void> {
  const { table, edited } = scene;
  const who = environment.name;
  const first = await holders(scene, environment);
  await nowhereElse(scene, environment, [first.password]);
  const stack = stackDirectory(scene, environment, "storage").use(edited.json(stackId(who, "storage")));
  await stack.must("plan", "-input=false", "-out=rotation.tfplan");
  await stack.must("show", "-json", "rotation.tfplan");
  await stack.must("apply", "-input=false", "rotation.tfplan");
  const second = await holders(scene, environment);
  table.judge(
    `${who}: passwordVersion: 2 gives a new password`,
    "another one",
    second.password === first.password ? "the same" : "another one",
    second.password !== first.password,
  );
  await nowhereElse(scene, environment, [first.password, second.password]);
}

async function holders(scene: Scene, environment: Environment): Promise<Secret> {
  const { emulator, table } = scene;
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
    held === secret.password ? "the same" : "another one",
    held === secret.password,
  );
  return secret;
}

/** Looks through every file of the run and every version of every state; the user's name must turn up, no password may. */
async function nowhereElse(
  scene: Scene,
  environment: Environment,
  passwords: readonly string[],
): Promise<void> {
  const { table } = scene;
  await unzipPlans(scene, environment);
  const places = [...filesBelow(scene.scratch), ...(await stateVersions(scene, environment))];
  const holding = (text: string) =>
    places.filter(({ content }) => content.includes(text)).map(({ name }) => name);
  const control = holding("argo_admin");
  const states = places.filter(({ name }) => name.startsWith("s3://")).length;
  table.judge(
    `${environment.name}: the search finds what is there: the user's name`,
    "in states, plans and files",
    `in ${control.length} of ${places.length} places, ${states} of them versions of states`,
    control.some((name) => name.startsWith("s3://")) && control.some((name) => name.includes(".tfplan")),
  );
  table.compare(
    `${environment.name}: ${passwords.length} password(s) in no state, plan, log or output`,
    [],
    passwords.flatMap(holding),
  );
}

interface Place {
  readonly name: string;
  readonly content: Buffer;
}

function filesBelow(folder: string): Place[] {
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
async function unzipPlans(scene: Scene, environment: Environment): Promise<void> {
  const { directory } = stackDirectory(scene, environment, "storage");
  for (const plan of readdirSync(directory).filter((name) => name.endsWith(".tfplan"))) {
    const to = join(scene.scratch, "unzipped", environment.name, plan);
    const { code, output } = await run("python3", ["-m", "zipfile", "-e", join(directory, plan), to]);
    if (code !== 0) throw new Error(`${plan} can't be unzipped: ${output}`);
  }
}

async function stateVersions(scene: Scene, environment: Environment): Promise<Place[]> {
  const Bucket = environment.state.bucket;
  const listed = await scene.emulator.call(environment, "s3", "list_object_versions", { Bucket });
  const versions = (listed.Versions ?? []) as { Key: string; VersionId: string }[];
  const bodies = await scene.emulator.calls(
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
