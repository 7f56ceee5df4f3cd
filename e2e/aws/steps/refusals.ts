import { join } from "node:path";
import { artifactBucketName } from "../../../config/aws-naming";
import type { Environment } from "../../../config/environment";
import { stackId } from "../../../config/naming";
import { type AwsRun, stackDirectory } from "../aws-run";
import { type Configuration, StackDirectory } from "../stack-directory";

/** Terraform itself refuses to destroy a stack with data. */
export async function terraformRefuses(run: AwsRun, environment: Environment): Promise<void> {
  const { code, output } = await stackDirectory(run, environment, "storage").try([
    "destroy",
    "-auto-approve",
    "-input=false",
  ]);
  const message = /Instance cannot be destroyed/.exec(output)?.[0] ?? output.slice(-300);
  run.table.judge(
    `${environment.name}: destroy is refused by prevent_destroy`,
    "Instance cannot be destroyed",
    message,
    code === 1 && message === "Instance cannot be destroyed",
  );
}

/** Without prevent_destroy, S3 still refuses to delete a bucket that contains an object. */
export async function bucketRefuses(run: AwsRun, environment: Environment): Promise<void> {
  const { emulator, table } = run;
  const Bucket = artifactBucketName(environment);
  await emulator.call(environment, "s3", "put_object", {
    Bucket,
    Key: "artifacts/team-data/kept",
    Body: "kept",
  });
  const { code, output } = await destroyUnguarded(run, environment, "aws_s3_bucket", "artifacts");
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

/** Without prevent_destroy, deletion protection still keeps the database. */
export async function databaseRefuses(run: AwsRun, environment: Environment): Promise<void> {
  const { emulator, table } = run;
  const { code, output } = await destroyUnguarded(run, environment, "aws_rds_cluster", "archive");
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
 * Destroys one resource from a copy of the stack without prevent_destroy. The copy's state has that resource only:
 * otherwise Terraform would destroy what depends on it first.
 */
async function destroyUnguarded(run: AwsRun, environment: Environment, type: string, name: string) {
  const original = stackDirectory(run, environment, "storage");
  const copy = new StackDirectory(
    join(run.scratch, "unguarded", stackId(environment.name, "storage"), name),
    run.terraform,
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
