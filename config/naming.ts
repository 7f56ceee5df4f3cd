import type { Environment } from "./environment";

/**
 * Every name and ARN that one stack makes and another one, or a person, needs. Stacks know each other by these
 * names only, so that each can be planned before the others exist.
 */

/** Stacks of an environment, in the order in which they are applied. */
export const stackNames = ["state", "storage", "iam", "tenancy", "workflows", "templates"] as const;
export type StackName = (typeof stackNames)[number];

/** Namespace of Argo's own server and controller. No team runs workflows in it. */
export const controlPlaneNamespace = "argo";

/**
 * Service accounts: of the control plane, and from `workflow` to `submitter` of every workflow namespace. They are
 * named alike everywhere, so that one name in Argo's defaults, or in the server's list of secrets, fits every team.
 */
export const serviceAccounts = {
  server: "argo-server",
  controller: "argo-workflow-controller",
  /** In the control plane's namespace. Backstage uses its token. */
  backstage: "argo-backstage",
  /** The identity of a team's pods in AWS. */
  workflow: "argo-workflow",
  /** Argo's own containers in a pod use its token. */
  executor: "argo-executor",
  /** Deploy steps use its token. */
  deployer: "argo-deployer",
  /** Argo's server uses its token for a person of the team who logged in with SSO. */
  submitter: "argo-submitter",
} as const;

/** Further service accounts of the control plane. None of them runs a pod. */
export const callerAccounts = {
  /** Logs in members of any team. Their rights in a team's namespace come from that namespace's submitter account. */
  login: "argo-login",
  reader: "argo-reader",
  admin: "argo-admin",
  /** External Secrets uses its token to assume the AWS role that reads Argo's own secrets. */
  secrets: "argo-secrets",
} as const;

/** Helm release of the chart; the names of what it makes begin with it. */
export const argoRelease = "argo-workflows";

/** Ingress class of Argo's server, and its Helm release, if the environment file names an ingress group. */
export const ingressClass = "argo-ingress";

/** Helm release of the workflow templates. */
export const templatesRelease = "argo-templates";

/** Helm release of the guard, in a namespace that exists in every cluster and that no team reaches. */
export const guardRelease = "argo-guard";
export const guardNamespace = "kube-system";

/** Port of Argo's server, for the API and the UI. */
export const serverPort = 2746;

/** Port of the archive's PostgreSQL. */
export const databasePort = 5432;

/**
 * Label `app.kubernetes.io/name` of the pods in `argo`. The chart sets the first three (argo-helm: _helpers.tpl,
 * selectorLabels), the project the last one.
 */
export const controlPlanePods = {
  server: `${argoRelease}-server`,
  controller: `${argoRelease}-workflow-controller`,
  crdJob: `${argoRelease}-crd-install`,
  databaseUserJob: "argo-database-user",
} as const;

/** Where programs in the cluster reach Argo's server. */
export const inClusterUrl = `http://${argoRelease}-server.${controlPlaneNamespace}.svc.cluster.local:${serverPort}`;

/** Kubernetes Secrets in `argo` that Argo reads. */
export const kubernetesSecrets = {
  database: "argo-postgres-credentials",
  /** The administrator's, for the Job that makes the user of `archive.login: iam`. */
  databaseAdmin: "argo-postgres-admin",
  sso: "argo-server-sso",
} as const;

/** Every group of the identity provider that decides what somebody may do, sorted. */
export function ssoGroups({
  login,
  teams,
}: {
  readonly login: Environment["login"];
  readonly teams: readonly Pick<Environment["teams"][number], "groups">[];
}): string[] {
  const { adminGroups = [], readerGroups = [] } = login.sso ?? {};
  const all = [...adminGroups, ...readerGroups, ...teams.flatMap(({ groups }) => groups)];
  return [...new Set(all)].sort();
}

/** Host name by which people reach Argo's server. */
export function serverHost({ domain }: Pick<Environment, "domain">): string {
  return `argo.${domain}`;
}

/** Cluster role of everyone who starts workflows: templates belong to no namespace. */
export const templateReaderRole = "argo-template-reader";

/** Secret with a service account's token, where Argo looks for it (argo-workflows: docs/service-account-secrets.md). */
export function tokenSecret(serviceAccount: string): string {
  return `${serviceAccount}.service-account-token`;
}

/** Role of a team's deploy steps in a namespace that they may change. Several teams may deploy to one. */
export function deployerRole(namespace: string): string {
  return `${serviceAccounts.deployer}-${namespace}`;
}

/**
 * Which service account a person gets when several rules match: the highest. An administrator stays one in every
 * namespace; a reader of all namespaces still runs workflows in their team's (argo-workflows: docs/argo-server-sso.md).
 */
export const ssoPrecedence = { login: 0, reader: 10, team: 20, admin: 30 } as const;

/** First part of every artifact key; the namespace follows. */
export const artifactPrefix = "artifacts";

/**
 * Key of an artifact. The namespace comes before everything that a workflow chooses, because roles are confined to
 * what lies below it; the date tells runs apart that reuse a name.
 */
export const artifactKeyFormat =
  `${artifactPrefix}/{{workflow.namespace}}/{{workflow.name}}/` +
  "{{workflow.creationTimestamp.Y}}/{{workflow.creationTimestamp.m}}/{{workflow.creationTimestamp.d}}/{{pod.name}}";

/** ConfigMap by which a namespace chooses its artifact repository (argo-workflows: docs/artifact-repository-ref.md). */
export const artifactRepositories = { configMap: "artifact-repositories", key: "s3" } as const;

export function stackId(environment: string, stack: StackName): string {
  return `${environment}-argo-${stack}`;
}

/** What an ARN needs: the account, its region and their partition. */
export type AccountAndRegion = Pick<Environment, "account" | "region" | "partition">;

/** Namespace of a team's workflows. */
export function teamNamespace(team: string, { namespace }: { namespace?: string | undefined }): string {
  return namespace ?? `team-${team}`;
}

/** Helm release that brings what a workflow namespace needs beyond typed resources. */
export function tenancyRelease(namespace: string): string {
  return `tenancy-${namespace}`;
}

/** First part of the keys of an environment's states in the state bucket. */
export function statePrefix(environment: string, { keyPrefix }: { keyPrefix?: string | undefined }): string {
  return keyPrefix ?? `argo/${environment}`;
}

/** Key of a stack's state in the state bucket. */
export function stateKey(environment: Pick<Environment, "state">, stack: StackName): string {
  return `${environment.state.keyPrefix}/${stack}/terraform.tfstate`;
}

export function artifactBucketName({ name, account }: Pick<Environment, "name" | "account">): string {
  return `${name}-argo-artifacts-${account}`;
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
  executor: (environment: string, namespace: string) => `${environment}-argo-executor-${namespace}`,
  artifacts: (environment: string, namespace: string) => `${environment}-argo-artifacts-${namespace}`,
  deployer: (environment: string, namespace: string) => `${environment}-argo-deployer-${namespace}`,
  databaseMonitoring: (environment: string) => `${environment}-argo-archive-monitoring`,
};

/** Alias of the key that encrypts artifacts, archive, its secret and its logs. */
export function dataKeyAlias(environment: string): string {
  return `alias/${environment}-argo`;
}

export function databaseName(environment: string): string {
  return `${environment}-argo-archive`;
}

/** Database of the cluster that holds the archive. */
export const archiveDatabase = "argo";

/** Name of the secret with the archive's user and password. */
export function databaseSecretName(environment: string): string {
  return `${environment}/argo/database`;
}

/** Name of the secret with Argo's client at the identity provider, keys `client-id` and `client-secret`. */
export function ssoSecretName(environment: string): string {
  return `${environment}/argo/sso`;
}

/** Administrator of the archive's database cluster; PostgreSQL reserves the name `admin`. */
export const databaseAdminUser = "argo_admin";

/**
 * Database user that logs in with a token of its AWS role (`archive.login: iam`). Its name contains the environment's,
 * because the IAM policy that allows the login can't name the database cluster: AWS generates the cluster's id.
 */
export function databaseIamUser(environment: string): string {
  return `argo_${environment.replaceAll("-", "_")}`;
}

/** Secrets below this path belong to one workflow namespace. */
export function secretsPath(environment: string, namespace: string): string {
  return `${environment}/argo/${namespace}`;
}

/** Log group that RDS writes the PostgreSQL log of a cluster to; RDS fixes the name. */
export function databaseLogGroup(cluster: string): string {
  return `/aws/rds/cluster/${cluster}/postgresql`;
}

/** `arn:<partition>:<service>:<region>:<account>:<resource>` in the environment's own region and account. */
export function arnOf(environment: AccountAndRegion, service: string, resource: string): string {
  return `arn:${environment.partition.name}:${service}:${environment.region}:${environment.account}:${resource}`;
}

/** ARN of an IAM resource; IAM is global, so the region stays empty. */
export function iamArn(environment: AccountAndRegion, resource: string): string {
  return `arn:${environment.partition.name}:iam::${environment.account}:${resource}`;
}

/** ARN of a policy that AWS itself maintains. */
export function awsPolicyArn({ partition }: Pick<Environment, "partition">, pathAndName: string): string {
  return `arn:${partition.name}:iam::aws:policy/${pathAndName}`;
}

/** ARN of the alias of the key that encrypts the Terraform state. */
export function stateKmsKeyArn({ partition, state }: Pick<Environment, "partition" | "state">): string {
  return `arn:${partition.name}:kms:${state.region}:${state.account}:${state.kmsKeyAlias}`;
}

/** ARN of one of our roles, with the path that the environment file gives. */
export function roleArn(environment: AccountAndRegion & Pick<Environment, "iam">, name: string): string {
  return iamArn(environment, `role${environment.iam.path}${name}`);
}

/** ARN of a bucket, or of keys in it; S3 names are global, so region and account stay empty. */
export function s3Arn(environment: AccountAndRegion, bucketAndKey: string): string {
  return `arn:${environment.partition.name}:s3:::${bucketAndKey}`;
}

/** DNS name by which IAM conditions know an AWS service in the environment's region (`kms:ViaService`). */
export function serviceEndpoint(environment: AccountAndRegion, service: string): string {
  return `${service}.${environment.region}.${environment.partition.dnsSuffix}`;
}
