import { artifactBucketName } from "../../../config/aws-naming";
import { readChart } from "../../../config/chart";
import { executorImage } from "../../../config/control-plane-images";
import { artifactRepositories, kubernetesSecrets } from "../../../config/naming";
import type { ArgoInstallation } from "../../lab/argo";
import type { KubernetesObject } from "../../lab/kubernetes-api";
import type { Lab } from "../../lab/lab";
import { createRoles } from "./aws-roles";
import { configurationOf, releasedValues, type Values } from "./configuration";
import { controllerRole } from "./controller-roles";
import { atIssuer, atMoto, atPort } from "./lab-addresses";
import type { Manifest } from "./manifests-of";
import { mountedFiles } from "./mounted-files";
import { createSigningKeys } from "./signing-keys";
import type { EnvironmentStacks } from "./stack-manifests";

const namespace = "argo";
const configMap = "argo-workflows-workflow-controller-configmap";

/** An identity provider through which users log in, over TLS. */
export interface IdentityProvider {
  readonly issuer: string;
  /** As Argo's Secret holds it. */
  readonly client: { readonly "client-id": string; readonly "client-secret": string };
  /** Certificate of the authority that signed the provider's own. */
  readonly authorityFile: string;
}

export interface InstallProps {
  readonly lab: Lab;
  readonly stacks: EnvironmentStacks;
  /** For an environment whose server uses SSO. */
  readonly identities?: IdentityProvider;
  /** The user as which Argo reaches the database. @default the lab's own, with its password */
  readonly databaseUser?: string;
}

/** Bucket, roles and signing keys on the AWS side. */
export async function installAws({ aws }: Lab, stacks: EnvironmentStacks): Promise<void> {
  await aws.createBucket(artifactBucketName(stacks.environment));
  await createRoles(aws, stacks);
  await createSigningKeys(aws, stacks);
}

/** What the chart would create in the cluster, with as many controllers as the environment says. */
export function installationOf({ lab, stacks, identities, databaseUser }: InstallProps): ArgoInstallation {
  const { host, port, username, password } = lab.archive.login;
  const values = releasedValues(stacks, host);
  const controller = values["controller"] as Values;
  const server = values["server"] as Values;
  const configuration = configurationOf(values);
  const { artifactRepository, persistence, sso } = configuration;
  const login = { username: databaseUser ?? username, password };
  const objects: KubernetesObject[] = [
    chartAccount(controller),
    chartAccount(server),
    ...controllerRole(namespace, [kubernetesSecrets.database]),
    ...(persistence === undefined ? [] : [secret(kubernetesSecrets.database, login)]),
    ...(identities === undefined ? [] : [secret(kubernetesSecrets.sso, identities.client)]),
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: configMap, namespace },
      data: {
        ...configuration,
        artifactRepository: atMoto(lab, artifactRepository),
        ...(persistence !== undefined && { persistence: atPort(port, persistence) }),
        ...(sso !== undefined && identities !== undefined && { sso: atIssuer(identities.issuer, sso) }),
      },
    },
    ...stacks.tenancy.filter(isRepository).map((each) => ({
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
    executorImage: executorImage(readChart(), stacks.environment.images),
    controllers: Number(controller["replicas"]),
    authModes: server["authModes"] as ("client" | "sso")[],
    serverEnvironment: {
      ...environmentOf(server, mountedFiles(server, stacks.workflows, lab.folder)),
      ...(identities !== undefined && { SSL_CERT_FILE: identities.authorityFile }),
    },
    controllerEnvironment: environmentOf(controller, mountedFiles(controller, stacks.workflows, lab.folder)),
  };
}

interface Variable {
  readonly name: string;
  readonly value: string;
}

/** @param here puts a path of this machine in place of one in the pod */
function environmentOf(deployment: Values, here: (text: string) => string): Record<string, string> {
  return Object.fromEntries(
    (deployment["extraEnv"] as Variable[]).map(({ name, value }) => [name, here(value)]),
  );
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

function secret(name: string, stringData: Readonly<Record<string, string>>): KubernetesObject {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, stringData };
}

function isRepository(each: Manifest): each is Manifest & { data: Record<string, string> } {
  return each.kind === "ConfigMap" && each.metadata.name === artifactRepositories.configMap;
}
