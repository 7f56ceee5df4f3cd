import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { passwordVersionAnnotation } from "../../config/annotations";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import { ownLabels } from "../kubernetes/labels";
import { type Manifest, Manifests } from "../kubernetes/manifests";
import { Account } from "../kubernetes/service-account";

export interface ControlPlaneSecretsProps {
  readonly environment: Environment;
  /** The control plane's namespace. */
  readonly namespace: ITerraformDependable;
}

/** API of External Secrets, served since its version 0.16. */
const apiVersion = "external-secrets.io/v1";
const store = naming.callerAccounts.secrets;

/**
 * Brings the secrets that Argo reads from AWS Secrets Manager, by External Secrets. Its store has an AWS role of its
 * own, which reads these secrets and no other one.
 */
export class ControlPlaneSecrets extends Construct {
  readonly delivered: ITerraformDependable;

  constructor(scope: Construct, id: string, { environment, namespace }: ControlPlaneSecretsProps) {
    super(scope, id);
    const { name, archive, login } = environment;
    const account = new Account(this, "account", {
      namespace: naming.controlPlaneNamespace,
      name: store,
      labels: ownLabels,
      annotations: {
        "eks.amazonaws.com/role-arn": naming.roleArn(environment, naming.roleNames.secrets(name)),
      },
      dependsOn: [namespace],
    });
    const secrets = new Manifests(this, store, {
      release: store,
      namespace: naming.controlPlaneNamespace,
      manifests: [
        secretStore(environment),
        ...(archive.enabled ? databaseSecrets(environment) : []),
        ...(login.sso
          ? [externalSecret(naming.kubernetesSecrets.sso, naming.ssoSecretName(name), ssoKeys)]
          : []),
      ],
      dependsOn: [account.resource],
    });
    this.delivered = secrets.release;
  }
}

const ssoKeys = ["client-id", "client-secret"];

/** With a token of its AWS role Argo needs no password: only the Job that makes the database user does. */
function databaseSecrets({ name, archive }: Environment): Manifest[] {
  const { database, databaseAdmin } = naming.kubernetesSecrets;
  const byPassword = archive.login === "password";
  const admin = externalSecret(
    byPassword ? database : databaseAdmin,
    naming.databaseSecretName(name),
    ["username", "password"],
    // A change of an annotation makes External Secrets read anew, before the pods are made anew.
    { [passwordVersionAnnotation]: String(archive.passwordVersion) },
  );
  return byPassword ? [admin] : [admin, userNameSecret(naming.databaseIamUser(name))];
}

/** Argo takes the user's name from a Secret, although it is none. */
function userNameSecret(username: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: naming.kubernetesSecrets.database, namespace: naming.controlPlaneNamespace },
    type: "Opaque",
    stringData: { username },
  };
}

function secretStore({ region }: Environment): Manifest {
  return {
    apiVersion,
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
    apiVersion,
    kind: "ExternalSecret",
    metadata: { name, namespace: naming.controlPlaneNamespace, ...(annotations && { annotations }) },
    spec: {
      refreshInterval: "1h",
      secretStoreRef: { kind: "SecretStore", name: store },
      // The last value stays while AWS can't be reached, or the secret is gone.
      target: { name, creationPolicy: "Owner", deletionPolicy: "Retain" },
      data: keys.map((key) => ({ secretKey: key, remoteRef: { key: secret, property: key } })),
    },
  };
}
