import { parse, stringify } from "yaml";

import { artifactBucketName, artifactRepositories, kubernetesSecrets } from "../../../config/naming";
import type { ArgoInstallation } from "../../lab/argo";
import type { KubernetesObject } from "../../lab/kubernetes-api";
import type { Lab } from "../../lab/lab";
import type { Manifest } from "../../lab/manifests-of";
import { controllerRole } from "../../lab/selftest/controller-roles";
import type { Scene } from "../stack-manifests";
import { createRoles } from "./aws-roles";
import { committedValues, configurationOf, type Values } from "./configuration";

const namespace = "argo";
const configMap = "argo-workflows-workflow-controller-configmap";

/** What a run changes in our values, because the lab's AWS and database stand elsewhere; printed with the stand-ins. */
export const changes: readonly string[] = [
  "artifact repositories: endpoint and insecure, since moto listens on a port of loopback without TLS",
  "persistence.postgresql: host and port of the lab's PostgreSQL",
  "Secret argo-postgres-credentials: made here, in place of External Secrets",
  "controller: the chart's service accounts and controller role, after chart 1.0.18; its pods are processes",
  "controller: shorter leases and requeue times by environment variables",
];

/** Bucket and roles on the AWS side, and what the chart would make in the cluster, with two controllers. */
export async function installArgo(lab: Lab, scene: Scene): Promise<ArgoInstallation> {
  const { environment } = scene;
  await lab.aws.createBucket(artifactBucketName(environment));
  await createRoles(lab.aws, environment);
  const { host, port, username, password } = lab.archive.login;
  const values = committedValues(environment, host);
  const configuration = configurationOf(values);
  const controller = values["controller"] as Values;
  const server = values["server"] as Values;
  const objects: KubernetesObject[] = [
    chartAccount(controller),
    chartAccount(server),
    ...controllerRole(namespace, [kubernetesSecrets.database]),
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: kubernetesSecrets.database, namespace },
      stringData: { username, password },
    },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: configMap, namespace },
      data: {
        ...configuration,
        artifactRepository: atMoto(lab, configuration["artifactRepository"]),
        persistence: atPort(port, configuration["persistence"]),
      },
    },
    ...scene.tenancy.filter(isRepository).map((each) => ({
      ...each,
      data: { [artifactRepositories.key]: atMoto(lab, each.data[artifactRepositories.key]) },
    })),
  ];
  return {
    namespace,
    objects,
    configMap,
    controllerAccount: nameOf(controller),
    serverAccount: nameOf(server),
    controllers: Number(controller["replicas"]),
    authModes: server["authModes"] as ("client" | "sso")[],
    controllerEnvironment: {
      LEADER_ELECTION_LEASE_DURATION: "5s",
      LEADER_ELECTION_RENEW_DEADLINE: "4s",
      LEADER_ELECTION_RETRY_PERIOD: "1s",
      DEFAULT_REQUEUE_TIME: "2s",
    },
  };
}

function nameOf(deployment: Values): string {
  return (deployment["serviceAccount"] as { name: string }).name;
}

function chartAccount(deployment: Values): KubernetesObject {
  const { name, annotations = {} } = deployment["serviceAccount"] as {
    name: string;
    annotations?: Record<string, string>;
  };
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace, annotations } };
}

function isRepository(each: Manifest): each is Manifest & { data: Record<string, string> } {
  return each.kind === "ConfigMap" && each.metadata.name === artifactRepositories.configMap;
}

function atMoto({ aws }: Lab, repository = ""): string {
  const { s3, ...rest } = parse(repository) as { s3: object };
  return stringify({ ...rest, s3: { ...s3, endpoint: new URL(aws.endpoint).host, insecure: true } });
}

function atPort(port: number, persistence = ""): string {
  const { postgresql, ...rest } = parse(persistence) as { postgresql: object };
  return stringify({ ...rest, postgresql: { ...postgresql, port } });
}
