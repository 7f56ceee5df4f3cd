import type { Environment } from "./environment";
import type { StackName } from "./naming";

/** What naming.ts is for Kubernetes: names of AWS resources, their users and keys. */

/** Port of the archive's PostgreSQL. */
export const databasePort = 5432;

/** First part of every artifact key. The namespace follows. */
export const artifactPrefix = "artifacts";

/**
 * Key of an artifact. The namespace comes before everything that a workflow can choose, because IAM roles are limited
 * to the keys below it. The date distinguishes runs that have the same name.
 */
export const artifactKeyFormat =
  `${artifactPrefix}/{{workflow.namespace}}/{{workflow.name}}/` +
  "{{workflow.creationTimestamp.Y}}/{{workflow.creationTimestamp.m}}/{{workflow.creationTimestamp.d}}/{{pod.name}}";

/** First part of the keys of dependency caches. The namespace follows. */
export const cachePrefix = "caches";

/** First part of the keys of the results that a team was told about last. The namespace follows. */
export const notificationPrefix = "notifications";

/** Prefix of the state keys of an environment in the state bucket. */
export function statePrefix(environment: string, { keyPrefix }: { keyPrefix?: string | undefined }): string {
  return keyPrefix ?? `argo/${environment}`;
}

/** Key of the state of a stack in the state bucket. */
export function stateKey(environment: Pick<Environment, "state">, stack: StackName): string {
  return `${environment.state.keyPrefix}/${stack}/terraform.tfstate`;
}

/** What names the bucket of the artifacts. */
export type ArtifactPlace = Pick<Environment, "name" | "account"> & {
  readonly artifacts: Pick<Environment["artifacts"], "bucket">;
};

export function artifactBucketName({ name, account, artifacts }: ArtifactPlace): string {
  return artifacts.bucket ?? `${name}-argo-artifacts-${account}`;
}

export function accessLogBucketName({ name, account }: Pick<Environment, "name" | "account">): string {
  return `${name}-argo-artifacts-logs-${account}`;
}

/** Bucket for the access logs of the state bucket. */
export function stateLogBucketName(stateBucket: string): string {
  return `${stateBucket}-logs`;
}

export const roleNames = {
  server: (environment: string) => `${environment}-argo-server`,
  controller: (environment: string) => `${environment}-argo-controller`,
  secrets: (environment: string) => `${environment}-argo-secrets`,
  teamSecrets: (environment: string, namespace: string) => `${environment}-argo-secrets-${namespace}`,
  githubApp: (environment: string, namespace: string) => `${environment}-argo-github-${namespace}`,
  executor: (environment: string, namespace: string) => `${environment}-argo-executor-${namespace}`,
  artifacts: (environment: string, namespace: string) => `${environment}-argo-artifacts-${namespace}`,
  library: (environment: string, namespace: string) => `${environment}-argo-library-${namespace}`,
  builder: (environment: string, namespace: string) => `${environment}-argo-builder-${namespace}`,
  caches: (environment: string, namespace: string) => `${environment}-argo-caches-${namespace}`,
  publisher: (environment: string, namespace: string) => `${environment}-argo-publisher-${namespace}`,
  signer: (environment: string, namespace: string) => `${environment}-argo-signer-${namespace}`,
  verifier: (environment: string, namespace: string) => `${environment}-argo-verifier-${namespace}`,
  notifier: (environment: string, namespace: string) => `${environment}-argo-notifier-${namespace}`,
  databaseMonitoring: (environment: string) => `${environment}-argo-archive-monitoring`,
};

/** Alias of the key that encrypts the artifacts, the archive, and the secret and logs of the archive. */
export function dataKeyAlias(environment: string): string {
  return `alias/${environment}-argo`;
}

/** Alias of the key that signs the images of the team in a namespace. */
export function signingKeyAlias(environment: string, namespace: string): string {
  return `alias/${environment}-argo-signing-${namespace}`;
}

export function databaseName(environment: string): string {
  return `${environment}-argo-archive`;
}

/** Name of a CloudWatch alarm of the archive's database. */
export function databaseAlarmName(database: string, about: string): string {
  return `${database}-${about}`;
}

/** Database in the Aurora cluster that contains the archive. */
export const archiveDatabase = "argo";

/** Name of the secret with the user and password of the archive database. */
export function databaseSecretName(environment: string): string {
  return `${environment}/argo/database`;
}

/** Name of the secret with Argo's OIDC client; its keys are `client-id` and `client-secret`. */
export function ssoSecretName(environment: string): string {
  return `${environment}/argo/sso`;
}

/** Administrator of the archive database. RDS refuses the name `admin` for PostgreSQL. */
export const databaseAdminUser = "argo_admin";

/**
 * Database user that logs in with a token of its AWS role (`archive.login: iam`). Its name contains the name of the
 * environment, because the IAM policy that allows the login can't name the database cluster: AWS generates the ID of
 * the cluster.
 */
export function databaseIamUser(environment: string): string {
  return `argo_${environment.replaceAll("-", "_")}`;
}

/** `<image><this>` is the repository of an image's cached layers. */
export const layerCacheSuffix = "-cache";

/** Path of the secrets that belong to one workflow namespace. */
export function secretsPath(environment: string, namespace: string): string {
  return `${environment}/argo/${namespace}`;
}

/** Below `secretsPath`: the private key of the team's GitHub App. */
export const githubAppSecret = "github-app";

/** Log group to which RDS writes the PostgreSQL log of a cluster. RDS decides the name. */
export function databaseLogGroup(cluster: string): string {
  return `/aws/rds/cluster/${cluster}/postgresql`;
}
