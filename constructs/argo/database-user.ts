import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { databaseClientImage } from "../../config/control-plane-images";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import { repositoryPath } from "../../config/repository";
import { podToleration } from "../../config/values/toleration";
import { type Manifest, Manifests } from "../kubernetes/manifests";

export interface DatabaseUserProps {
  readonly environment: Environment;
  /** Host name of the archive, or a reference to it. */
  readonly host: string;
  /** What the Job needs: secrets, and the policy that lets it reach the database. */
  readonly dependsOn: readonly ITerraformDependable[];
}

const name = naming.controlPlanePods.databaseUserJob;

/**
 * A Job that creates the database user for Argo's login with its AWS role. It runs again when its SQL, the user or the
 * administrator's password changes. The SQL is safe to repeat.
 */
export class DatabaseUser extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { environment, host, dependsOn }: DatabaseUserProps) {
    super(scope, id);
    const sql = readFileSync(repositoryPath("helm", "argo-workflows", "database-user.sql"), "utf8");
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

function job(environment: Environment, host: string, sql: string): Manifest {
  const { scheduling, images, archive } = environment;
  const user = naming.databaseIamUser(environment.name);
  const secret = naming.kubernetesSecrets.databaseAdmin;
  const fromSecret = (variable: string, key: string) => ({
    name: variable,
    valueFrom: { secretKeyRef: { name: secret, key } },
  });
  // You can't change a Job, so its name contains a hash of what it does.
  const version = createHash("sha256")
    .update(JSON.stringify([sql, user, databaseClientImage, archive.passwordVersion]))
    .digest("hex")
    .slice(0, 8);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: `${name}-${version}`, namespace: naming.controlPlaneNamespace },
    spec: {
      backoffLimit: 5,
      activeDeadlineSeconds: 240,
      template: {
        metadata: { labels: { "app.kubernetes.io/name": name } },
        spec: {
          restartPolicy: "Never",
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 8737,
            runAsGroup: 8737,
            seccompProfile: { type: "RuntimeDefault" },
          },
          nodeSelector: scheduling.nodeSelector,
          tolerations: scheduling.tolerations.map(podToleration),
          containers: [
            {
              name: "psql",
              image:
                images.registry === undefined
                  ? databaseClientImage
                  : databaseClientImage.replace("docker.io", images.registry),
              command: ["psql", "--no-psqlrc", "-v", `login=${user}`, "-f", "/sql/database-user.sql"],
              env: [
                { name: "PGHOST", value: host },
                { name: "PGPORT", value: String(naming.databasePort) },
                { name: "PGDATABASE", value: naming.archiveDatabase },
                { name: "PGSSLMODE", value: "require" },
                { name: "PGCONNECT_TIMEOUT", value: "10" },
                fromSecret("PGUSER", "username"),
                fromSecret("PGPASSWORD", "password"),
              ],
              resources: {
                requests: { cpu: "50m", memory: "64Mi" },
                limits: { cpu: "200m", memory: "128Mi" },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: [{ name: "sql", mountPath: "/sql", readOnly: true }],
            },
          ],
          volumes: [{ name: "sql", configMap: { name } }],
        },
      },
    },
  };
}
