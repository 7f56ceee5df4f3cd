import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { archiveDatabase, databaseIamUser, databaseName, databasePort } from "../../config/aws-naming";
import { databaseClientImage } from "../../config/control-plane-images";
import type { Environment } from "../../config/environment";
import { pulledAs } from "../../config/image-sources";
import * as naming from "../../config/naming";
import { repositoryPath } from "../../config/repository";
import { podToleration } from "../../config/values/toleration";
import { filledManifest } from "../kubernetes/manifest-template";
import { type Manifest, Manifests } from "../kubernetes/manifests";

type Settings = Pick<Environment, "name" | "scheduling" | "images" | "archive">;

export interface DatabaseUserProps {
  readonly environment: Settings;
  /** Host name of the archive, or a reference to it. */
  readonly host: string;
  /** What the Job needs: secrets, and the policy that lets it reach the database. */
  readonly dependsOn: readonly ITerraformDependable[];
}

const name = naming.controlPlanePods.databaseUserJob;

/**
 * A Job that creates the database user for Argo's login with its AWS role. Nobody can change a Job, so its name contains
 * a hash of its pod, its SQL and the version of the administrator's password: if one of them changes, Terraform replaces
 * it, and it runs again. The SQL is safe to repeat.
 */
export class DatabaseUser extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { environment, host, dependsOn }: DatabaseUserProps) {
    super(scope, id);
    const sql = read("database-user.sql");
    const manifests = new Manifests(this, name, {
      release: name,
      namespace: naming.controlPlaneNamespace,
      manifests: [configMap(sql), job(environment, host, sql)],
      waitForJobs: true,
      dependsOn,
    });
    this.ready = manifests.ready;
  }
}

function configMap(sql: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: naming.controlPlaneNamespace },
    data: { "database-user.sql": sql },
  };
}

function job(environment: Settings, host: string, sql: string): Manifest {
  // The text of a reference to the host differs between synths, so the hash uses the name of the database cluster.
  const unnamed = filled(environment, name, databaseName(environment.name));
  const version = createHash("sha256")
    .update(JSON.stringify([unnamed, sql, environment.archive.passwordVersion]))
    .digest("hex")
    .slice(0, 8);
  return filled(environment, `${name}-${version}`, host);
}

function filled(
  { name: environment, scheduling, images }: Settings,
  jobName: string,
  host: string,
): Manifest {
  return filledManifest(read("database-user.yaml"), {
    job: jobName,
    name,
    namespace: naming.controlPlaneNamespace,
    nodeSelector: scheduling.nodeSelector,
    tolerations: scheduling.tolerations.map(podToleration),
    image: pulledAs(databaseClientImage, images),
    user: databaseIamUser(environment),
    host,
    port: String(databasePort),
    database: archiveDatabase,
    secret: naming.kubernetesSecrets.databaseAdmin,
  });
}

function read(file: string): string {
  return readFileSync(repositoryPath("helm", "argo-workflows", file), "utf8");
}
