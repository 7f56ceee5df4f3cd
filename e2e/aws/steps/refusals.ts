import { join } from "node:path";
import type { Environment } from "../../../config/environment";
import { artifactBucketName, stackId } from "../../../config/naming";
import { type Scene, stackDirectory } from "../scene";
import { type Configuration, StackDirectory } from "../stack-directory";

/** Terraform itself refuses to destroy what holds data. */
export async function terraformRefuses(scene: Scene, environment: Environment): Promise<void> {
  const { code, output } = await stackDirectory(scene, environment, "storage").try([
    "destroy",
    "-auto-approve",
    "-input=false",
  ]);
  const message = /Instance cannot be destroyed/.exec(output)?.[0] ?? output.slice(-300);
  scene.table.judge(
    `${environment.name}: destroy is refused by prevent_destroy`,
    "Instance cannot be destroyed",
    message,
    code === 1 && message === "Instance cannot be destroyed",
  );
}

/** Somebody takes prevent_destroy away: S3 still refuses to delete a bucket that holds an object. */
export async function bucketRefuses(scene: Scene, environment: Environment): Promise<void> {
  const { emulator, table } = scene;
  const Bucket = artifactBucketName(environment);
  await emulator.call(environment, "s3", "put_object", {
    Bucket,
    Key: "artifacts/team-data/kept",
    Body: "kept",
  });
  const { code, output } = await destroyUnguarded(scene, environment, "aws_s3_bucket", "artifacts");
  const message = /BucketNotEmpty[^\n]*/.exec(output)?.[0] ?? output.slice(-300);
  table.judge(
    `${environment.name}: a bucket that isn't empty refuses`,
    "BucketNotEmpty",
    message,
    code === 1 && message.startsWith("BucketNotEmpty"),
  );
  const seen = await emulator.call(environment, "s3", "get_object", {
    Bucket,
    Key: "artifacts/team-data/kept",
  });
  table.compare(`${environment.name}: its object is still there`, "kept", seen.Body ?? seen.error);
}

/** The same for the database: deletion protection. */
export async function databaseRefuses(scene: Scene, environment: Environment): Promise<void> {
  const { emulator, table } = scene;
  const { code, output } = await destroyUnguarded(scene, environment, "aws_rds_cluster", "archive");
  // Terraform breaks its messages into lines of 78 characters.
  const message = /api error [^:]*: .*?protect[^.]*/.exec(output.replace(/\s+/g, " "))?.[0];
  table.judge(
    `${environment.name}: a protected database refuses`,
    "an API error that names the protection",
    message ?? output.slice(-300),
    code === 1 && message !== undefined,
  );
  const seen = await emulator.call(environment, "rds", "describe_db_clusters");
  table.compare(`${environment.name}: it is still there`, 1, (seen.DBClusters as unknown[]).length);
}

/**
 * Destroys one resource from a copy of the stack without prevent_destroy, whose state knows nothing else: so that what
 * depends on the resource isn't destroyed before it refuses.
 */
async function destroyUnguarded(scene: Scene, environment: Environment, type: string, name: string) {
  const original = stackDirectory(scene, environment, "storage");
  const copy = new StackDirectory(
    join(scene.scratch, "unguarded", stackId(environment.name, "storage"), name),
    scene.terraform,
  );
  copy.use(JSON.stringify(unguarded(original.configuration)));
  const state = await original.state();
  const one = state.resources.filter((resource) => resource.type === type && resource.name === name);
  copy.write("terraform.tfstate", { ...state, resources: one, outputs: {} });
  await copy.init();
  return copy.try(["destroy", "-auto-approve", "-input=false", `-target=${type}.${name}`]);
}

function unguarded(configuration: Configuration): Configuration {
  const copy = structuredClone(configuration);
  copy.terraform.backend = { local: { path: "terraform.tfstate" } };
  for (const named of Object.values(copy.resource))
    for (const resource of Object.values(named)) delete resource.lifecycle;
  return copy;
}
