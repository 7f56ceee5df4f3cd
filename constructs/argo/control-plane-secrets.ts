import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { passwordVersionAnnotation } from "../../config/annotations";
import { type AccountAndRegion, roleArn } from "../../config/arns";
import { databaseIamUser, databaseSecretName, roleNames, ssoSecretName } from "../../config/aws-naming";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import { type Manifest, Manifests } from "../kubernetes/manifests";
import { ServiceAccount } from "../kubernetes/service-account";
import { ownLabels } from "./labels";

type Settings = AccountAndRegion & Pick<Environment, "name" | "archive" | "iam" | "login">;

export interface ControlPlaneSecretsProps {
  readonly environment: Settings;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** API version of External Secrets 0.16 and newer. */
export const externalSecretsVersion = "external-secrets.io/v1";
const store = naming.callerAccounts.secrets;

/**
 * Copies the secrets that Argo reads from AWS Secrets Manager, with External Secrets. The store has its own AWS role,
 * which can read only these secrets.
 */
export class ControlPlaneSecrets extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { environment, dependsOn }: ControlPlaneSecretsProps) {
    super(scope, id);
    const { name, archive, login } = environment;
    const account = new ServiceAccount(this, "account", {
      namespace: naming.controlPlaneNamespace,
      name: store,
      labels: ownLabels,
      annotations: {
        "eks.amazonaws.com/role-arn": roleArn(environment, roleNames.secrets(name)),
      },
      dependsOn,
    });
    const secrets = new Manifests(this, store, {
      release: store,
      namespace: naming.controlPlaneNamespace,
      manifests: [
        secretStore(environment),
        ...(archive.enabled ? databaseSecrets(environment) : []),
        ...(login.sso ? [externalSecret(naming.kubernetesSecrets.sso, ssoSecretName(name), ssoKeys)] : []),
      ],
      dependsOn: account.ready,
    });
    this.ready = secrets.ready;
  }
}

const ssoKeys = ["client-id", "client-secret"];

/** With `login: iam` Argo needs no password; only the Job that creates the database user does. */
function databaseSecrets({ name, archive }: Settings): Manifest[] {
  const { database, databaseAdmin } = naming.kubernetesSecrets;
  const byPassword = archive.login === "password";
  const admin = externalSecret(
    byPassword ? database : databaseAdmin,
    archive.database?.secretArn ?? databaseSecretName(name),
    ["username", "password"],
    // A changed annotation makes External Secrets fetch the secret again before the pods are replaced.
    { [passwordVersionAnnotation]: String(archive.passwordVersion) },
  );
  return byPassword ? [admin] : [admin, userNameSecret(databaseIamUser(name))];
}

/** Argo reads the user name from a Secret, although the name is not secret. */
function userNameSecret(username: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: naming.kubernetesSecrets.database, namespace: naming.controlPlaneNamespace },
    type: "Opaque",
    stringData: { username },
  };
}

function secretStore({ region }: Settings): Manifest {
  return {
    apiVersion: externalSecretsVersion,
    kind: "SecretStore",
    metadata: { name: store, namespace: naming.controlPlaneNamespace },
    spec: {
      provider: {
        aws: { service: "SecretsManager", region, auth: { jwt: { serviceAccountRef: { name: store } } } },
      },
    },
  };
}

function externalSecret(
  name: string,
  secret: string,
  keys: readonly string[],
  annotations?: Record<string, string>,
): Manifest {
  return {
    apiVersion: externalSecretsVersion,
    kind: "ExternalSecret",
    metadata: { name, namespace: naming.controlPlaneNamespace, ...(annotations && { annotations }) },
    spec: {
      refreshInterval: "1h",
      secretStoreRef: { kind: "SecretStore", name: store },
      // Keep the last value while AWS is unreachable or the secret is missing.
      target: { name, creationPolicy: "Owner", deletionPolicy: "Retain" },
      data: keys.map((key) => ({ secretKey: key, remoteRef: { key: secret, property: key } })),
    },
  };
}
