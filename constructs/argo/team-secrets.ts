import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type AccountAndRegion, roleArn } from "../../config/arns";
import { roleNames, secretsPath } from "../../config/aws-naming";
import type { Environment, Team } from "../../config/environment";
import * as naming from "../../config/naming";
import { libraryKeys } from "../../config/values/delivered-secrets";
import { type Manifest, Manifests } from "../kubernetes/manifests";
import { ServiceAccount } from "../kubernetes/service-account";
import { externalSecretsVersion } from "./control-plane-secrets";
import { labelsOf, ownLabels } from "./labels";

type Settings = AccountAndRegion & Pick<Environment, "name" | "iam">;
type SecretsOfTeam = Pick<Team, "name" | "namespace" | "secrets">;

export interface TeamSecretsProps {
  readonly environment: Settings;
  /** Those that have secrets. */
  readonly teams: readonly SecretsOfTeam[];
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Copies secrets from AWS Secrets Manager to the teams' namespaces, with External Secrets. Each team has a store of its
 * own, which works in its namespace only and whose AWS role reads its listed secrets only.
 */
export class TeamSecrets extends Construct {
  constructor(scope: Construct, id: string, { environment, teams, dependsOn }: TeamSecretsProps) {
    super(scope, id);
    const accounts = teams.map(({ namespace }) => {
      const name = naming.teamSecretsAccount(namespace);
      const role = roleArn(environment, roleNames.teamSecrets(environment.name, namespace));
      return new ServiceAccount(this, name, {
        namespace: naming.controlPlaneNamespace,
        name,
        labels: ownLabels,
        annotations: { "eks.amazonaws.com/role-arn": role },
        dependsOn,
      });
    });
    new Manifests(this, naming.teamSecretsRelease, {
      release: naming.teamSecretsRelease,
      namespace: naming.controlPlaneNamespace,
      manifests: teams.flatMap((team) => [
        secretStore(environment, team),
        ...team.secrets.map((name) => externalSecret(environment, team, name)),
      ]),
      dependsOn: accounts.flatMap(({ ready }) => ready),
    });
  }
}

function secretStore({ region }: Settings, team: SecretsOfTeam): Manifest {
  const name = naming.teamSecretsAccount(team.namespace);
  const serviceAccountRef = { name, namespace: naming.controlPlaneNamespace };
  return {
    apiVersion: externalSecretsVersion,
    kind: "ClusterSecretStore",
    metadata: { name, labels: labelsOf(team) },
    spec: {
      conditions: [{ namespaces: [team.namespace] }],
      provider: { aws: { service: "SecretsManager", region, auth: { jwt: { serviceAccountRef } } } },
    },
  };
}

function externalSecret(environment: Settings, team: SecretsOfTeam, name: string): Manifest {
  const { namespace } = team;
  const remote = { key: `${secretsPath(environment.name, namespace)}/${name}` };
  const key = libraryKeys[name];
  return {
    apiVersion: externalSecretsVersion,
    kind: "ExternalSecret",
    metadata: { name, namespace, labels: labelsOf(team) },
    spec: {
      refreshInterval: "1h",
      secretStoreRef: { kind: "ClusterSecretStore", name: naming.teamSecretsAccount(namespace) },
      // Keep the last value while AWS is unreachable or the secret is missing.
      target: { name, creationPolicy: "Owner", deletionPolicy: "Retain" },
      ...(key === undefined
        ? { dataFrom: [{ extract: remote }] }
        : { data: [{ secretKey: key, remoteRef: remote }] }),
    },
  };
}
