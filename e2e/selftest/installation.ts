import { stringify } from "yaml";
import { readChart } from "../../config/chart";
import { executorImage } from "../../config/control-plane-images";
import { executorTokenPatch } from "../../config/executor-token";
import type { DatabaseLogin } from "../lab/archive-database";
import type { ArgoInstallation } from "../lab/argo";
import type { KubernetesObject } from "../lab/kubernetes-api";
import { controllerRoles } from "../shared/installation/controller-roles";
import { type Team, teamObjects } from "./team";

export interface InstallationProps {
  readonly teams: readonly Team[];
  readonly bucket: string;
  readonly region: string;
  /** Host and port of S3. */
  readonly s3Endpoint: string;
  readonly database: DatabaseLogin;
}

const namespace = "argo";
const configMap = "argo-workflows-workflow-controller-configmap";
const databaseSecret = "argo-postgres-credentials";

const restricted = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  runAsUser: 8737,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

/** Controller configuration with the values that this project recommends for the chart, as the chart renders them. */
function controllerConfiguration({
  bucket,
  region,
  s3Endpoint,
  database,
}: InstallationProps): Record<string, unknown> {
  const { host, port, database: name } = database;
  const secret = (key: string) => ({ name: databaseSecret, key });
  return {
    parallelism: 20,
    namespaceParallelism: 10,
    resourceRateLimit: { limit: 10, burst: 5 },
    metricsConfig: { enabled: true, path: "/metrics", port: 9090, secure: false },
    artifactRepository: {
      archiveLogs: true,
      s3: {
        bucket,
        region,
        endpoint: s3Endpoint,
        insecure: true,
        useSDKCreds: true,
        keyFormat: "artifacts/{{workflow.namespace}}/{{workflow.name}}/{{pod.name}}",
      },
    },
    executor: {
      resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
      securityContext: restricted,
    },
    mainContainer: {
      resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "1", memory: "1Gi" } },
      securityContext: restricted,
    },
    persistence: {
      archive: true,
      archiveTTL: "30d",
      nodeStatusOffLoad: true,
      clusterName: "lab",
      connectionPool: { maxIdleConns: 10, maxOpenConns: 20, connMaxLifetime: "30m" },
      postgresql: {
        host,
        port,
        database: name,
        tableName: "argo_workflows",
        ssl: true,
        sslMode: "require",
        userNameSecret: secret("username"),
        passwordSecret: secret("password"),
      },
    },
    failedPodRestart: { enabled: true, maxRestarts: 3 },
    workflowDefaults: {
      spec: {
        serviceAccountName: "argo-workflow",
        podSpecPatch: executorTokenPatch,
        ttlStrategy: { secondsAfterCompletion: 3600, secondsAfterSuccess: 1800, secondsAfterFailure: 86400 },
        activeDeadlineSeconds: 3600,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 8737,
          fsGroup: 8737,
          seccompProfile: { type: "RuntimeDefault" },
        },
      },
    },
  };
}

/** Argo with two controllers for the given teams, for the lab's own test; the other suites install the project's stacks. */
export function installation(props: InstallationProps): ArgoInstallation {
  const data = Object.fromEntries(
    Object.entries(controllerConfiguration(props)).map(([key, value]) => [key, stringify(value)]),
  );
  const { username, password } = props.database;
  const account = (name: string) => ({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace },
  });
  const objects: KubernetesObject[] = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    account("argo-workflow-controller"),
    account("argo-server"),
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: databaseSecret, namespace },
      stringData: { username, password },
    },
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: configMap, namespace }, data },
    ...controllerRoles(namespace, [databaseSecret]),
    ...props.teams.flatMap(teamObjects),
  ];
  return {
    namespace,
    objects,
    configMap,
    controllerAccount: "argo-workflow-controller",
    serverAccount: "argo-server",
    executorImage: executorImage(readChart()),
    controllers: 2,
  };
}
