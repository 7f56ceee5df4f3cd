import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type AccountAndRegion, roleArn } from "../../config/arns";
import { githubAppSecret, roleNames, secretsPath } from "../../config/aws-naming";
import type { Environment, Team } from "../../config/environment";
import * as naming from "../../config/naming";
import { libraryKeys } from "../../config/values/delivered-secrets";
import { githubApi } from "../../config/values/github-api";
import { Grant } from "../kubernetes/grant";
import { type Manifest, Manifests } from "../kubernetes/manifests";
import { ServiceAccount } from "../kubernetes/service-account";
import { externalSecretsVersion } from "./control-plane-secrets";
import { labelsOf } from "./labels";

type Settings = AccountAndRegion & Pick<Environment, "name" | "iam">;
type TeamOfApp = Pick<Team, "name" | "namespace" | "githubApp">;
type App = NonNullable<Team["githubApp"]>;

export interface GithubAppsProps {
  readonly environment: Settings;
  /** Those that have a GitHub App. */
  readonly teams: readonly TeamOfApp[];
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Keys of the Secrets with the private key and with the token. */
const privateKey = "private-key";
const credentials = libraryKeys[naming.gitCredentials] ?? "";
const generators = "generators.external-secrets.io/v1alpha1";

/**
 * Makes tokens of the teams' GitHub Apps with External Secrets, and brings them to the teams' namespaces as Git
 * credentials. The private key can make a token for every repository of the App, so the key and the generator stay in
 * the namespace of the control plane: a generator reads Secrets of its own namespace only. The store that works in the
 * team's namespace can read one Secret, the one with the current token.
 */
export class GithubApps extends Construct {
  constructor(scope: Construct, id: string, { environment, teams, dependsOn }: GithubAppsProps) {
    super(scope, id);
    const ready = teams.flatMap((team) => this.account(environment, team, dependsOn));
    new Manifests(this, naming.githubAppsRelease, {
      release: naming.githubAppsRelease,
      namespace: naming.controlPlaneNamespace,
      manifests: teams.flatMap((team) => manifestsOf(environment, team)),
      dependsOn: ready,
    });
  }

  /** The account with which External Secrets reads the private key in AWS, and the token in the cluster. */
  private account(
    environment: Settings,
    team: TeamOfApp,
    dependsOn: readonly ITerraformDependable[],
  ): readonly ITerraformDependable[] {
    const name = naming.githubApp(team.namespace);
    const labels = labelsOf(team);
    const account = new ServiceAccount(this, name, {
      namespace: naming.controlPlaneNamespace,
      name,
      labels,
      annotations: {
        "eks.amazonaws.com/role-arn": roleArn(
          environment,
          roleNames.githubApp(environment.name, team.namespace),
        ),
      },
      dependsOn,
    });
    const token = new Grant(this, `${name}-token`, {
      namespace: naming.controlPlaneNamespace,
      name,
      labels,
      rules: [{ apiGroups: [""], resources: ["secrets"], resourceNames: [name], verbs: ["get"] }],
      to: [account],
      dependsOn: account.ready,
    });
    return token.ready;
  }
}

function manifestsOf(environment: Settings, team: TeamOfApp): Manifest[] {
  const { githubApp } = team;
  if (!githubApp) throw new Error(`team ${team.name} has no githubApp`);
  return [
    keyStore(environment, team),
    keySecret(environment, team),
    generator(team, githubApp),
    tokenSecret(team, githubApp),
    tokenStore(team),
    gitCredentials(team),
  ];
}

const inControlPlane = (name: string, team: TeamOfApp) => ({
  name,
  namespace: naming.controlPlaneNamespace,
  labels: labelsOf(team),
});

function keyStore({ region }: Settings, team: TeamOfApp): Manifest {
  const name = naming.githubApp(team.namespace);
  return {
    apiVersion: externalSecretsVersion,
    kind: "SecretStore",
    metadata: inControlPlane(name, team),
    spec: {
      provider: {
        aws: { service: "SecretsManager", region, auth: { jwt: { serviceAccountRef: { name } } } },
      },
    },
  };
}

function keySecret(environment: Settings, team: TeamOfApp): Manifest {
  const key = `${secretsPath(environment.name, team.namespace)}/${githubAppSecret}`;
  const name = naming.githubAppKey(team.namespace);
  return {
    apiVersion: externalSecretsVersion,
    kind: "ExternalSecret",
    metadata: inControlPlane(name, team),
    spec: {
      refreshInterval: "1h",
      secretStoreRef: { kind: "SecretStore", name: naming.githubApp(team.namespace) },
      target: kept(name),
      data: [{ secretKey: privateKey, remoteRef: { key } }],
    },
  };
}

/** Fields of generators.external-secrets.io_githubaccesstokens.yaml of External Secrets 1.3.2. */
function generator(team: TeamOfApp, { appId, installationId, repositories, url }: App): Manifest {
  const secretRef = { name: naming.githubAppKey(team.namespace), key: privateKey };
  return {
    apiVersion: generators,
    kind: "GithubAccessToken",
    metadata: inControlPlane(naming.githubApp(team.namespace), team),
    spec: {
      appID: appId,
      installID: installationId,
      url: githubApi(url),
      repositories,
      permissions: { contents: "read" },
      auth: { privateKey: { secretRef } },
    },
  };
}

/** The user name is GitHub's for tokens of an App (GitHub: "Authenticating as a GitHub App installation"). */
function tokenSecret(team: TeamOfApp, { url }: App): Manifest {
  const name = naming.githubApp(team.namespace);
  const line = `https://x-access-token:{{ .token }}@${new URL(url).host}`;
  return {
    apiVersion: externalSecretsVersion,
    kind: "ExternalSecret",
    metadata: inControlPlane(name, team),
    spec: {
      // A token is valid for an hour. With the time of the copy below, a checkout has at least 25 minutes.
      refreshInterval: "30m",
      dataFrom: [
        { sourceRef: { generatorRef: { apiVersion: generators, kind: "GithubAccessToken", name } } },
      ],
      target: { ...kept(name), template: { data: { [credentials]: line } } },
    },
  };
}

function tokenStore(team: TeamOfApp): Manifest {
  const namespace = naming.controlPlaneNamespace;
  const name = naming.githubApp(team.namespace);
  const caProvider = { type: "ConfigMap", name: "kube-root-ca.crt", namespace, key: "ca.crt" };
  return {
    apiVersion: externalSecretsVersion,
    kind: "ClusterSecretStore",
    metadata: { name, labels: labelsOf(team) },
    spec: {
      conditions: [{ namespaces: [team.namespace] }],
      provider: {
        kubernetes: {
          remoteNamespace: namespace,
          server: { url: "https://kubernetes.default.svc", caProvider },
          auth: { serviceAccount: { name, namespace } },
        },
      },
    },
  };
}

function gitCredentials(team: TeamOfApp): Manifest {
  const store = naming.githubApp(team.namespace);
  return {
    apiVersion: externalSecretsVersion,
    kind: "ExternalSecret",
    metadata: { name: naming.gitCredentials, namespace: team.namespace, labels: labelsOf(team) },
    spec: {
      refreshInterval: "5m",
      secretStoreRef: { kind: "ClusterSecretStore", name: store },
      target: kept(naming.gitCredentials),
      data: [{ secretKey: credentials, remoteRef: { key: store, property: credentials } }],
    },
  };
}

/** The last value stays while its source is out of reach. */
const kept = (name: string) => ({ name, creationPolicy: "Owner", deletionPolicy: "Retain" });
