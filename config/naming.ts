import type { Environment } from "./environment";

/**
 * Every name and ARN that one stack creates and that another stack, or a person, needs. Stacks know each other only by
 * these names, so you can plan each stack before the others exist.
 */

/** Stacks of an environment, in the order in which you apply them. */
export const stackNames = ["state", "storage", "iam", "tenancy", "workflows", "templates"] as const;
export type StackName = (typeof stackNames)[number];

/** Namespace of Argo's server and controller. No team runs workflows in it. */
export const controlPlaneNamespace = "argo";

/**
 * Service accounts of the control plane and, from `workflow` to `submitter`, of every workflow namespace. They have the
 * same names in every namespace, so one name in Argo's defaults, or in the server's list of secrets, is right for every
 * team.
 */
export const serviceAccounts = {
  server: "argo-server",
  controller: "argo-workflow-controller",
  /** In the namespace of the control plane. Backstage uses its token to read cluster workflow templates only. */
  backstage: "argo-backstage",
  /** Steps that run a team's own code, and every step that needs no more than artifacts. */
  workflow: "argo-workflow",
  /** Builds images: the Dockerfile's code runs in its pods. */
  builder: "argo-builder",
  /** Writes caches, and builds images of trusted revisions. */
  cacheWriter: "argo-cache-writer",
  /** Pushes images. */
  publisher: "argo-publisher",
  /** Signs images and attaches attestations. */
  signer: "argo-signer",
  /** Pulls images and verifies signatures. */
  verifier: "argo-verifier",
  /** Changes Deployments and syncs Argo CD applications: its pods use its Kubernetes token. */
  deployer: "argo-deployer",
  /** Installs charts: its pods use its Kubernetes token. */
  installer: "argo-installer",
  /** Fetches sources: only its pods can use the Secret with the Git credentials. */
  checkout: "argo-checkout",
  /** Sends notifications: only its pods can use the Secret with the webhook. */
  notifier: "argo-notifier",
  /** Argo's server uses its token for a member of the team who logged in with SSO. */
  submitter: "argo-submitter",
  /** The same for a person who may also approve deployments of the team. */
  approver: "argo-approver",
} as const;

/** Other service accounts of the control plane. No pod uses them. */
export const callerAccounts = {
  /** Logs in members of any team. Their permissions in a team's namespace come from its submitter account. */
  login: "argo-login",
  reader: "argo-reader",
  admin: "argo-admin",
  /** External Secrets uses its token to assume the AWS role that reads the secrets of the control plane. */
  secrets: "argo-secrets",
} as const;

/** Helm release of the chart. The names of the objects that the chart creates begin with it. */
export const argoRelease = "argo-workflows";

/** Ingress class of Argo's server, and the Helm release of that class, if the environment file sets an ingress group. */
export const ingressClass = "argo-ingress";

/** Helm release of the workflow templates. */
export const templatesRelease = "argo-templates";

/** Helm release of the guard, in a namespace that every cluster has and that no team has access to. */
export const guardRelease = "argo-guard";
export const guardNamespace = "kube-system";

/** Port of Argo's server, for both the API and the UI. */
export const serverPort = 2746;

/** Port of the archive's PostgreSQL. */
export const databasePort = 5432;

/**
 * Label `app.kubernetes.io/name` of the pods in `argo`. The chart sets the first three (argo-helm: _helpers.tpl,
 * selectorLabels), this project sets the last one.
 */
export const controlPlanePods = {
  server: `${argoRelease}-server`,
  controller: `${argoRelease}-workflow-controller`,
  crdJob: `${argoRelease}-crd-install`,
  databaseUserJob: "argo-database-user",
} as const;

/** URL at which programs in the cluster reach Argo's server. */
export const inClusterUrl = `http://${argoRelease}-server.${controlPlaneNamespace}.svc.cluster.local:${serverPort}`;

/** Kubernetes Secrets in `argo` that Argo reads. */
export const kubernetesSecrets = {
  database: "argo-postgres-credentials",
  /** The administrator's, for the Job that creates the user for `archive.login: iam`. */
  databaseAdmin: "argo-postgres-admin",
  sso: "argo-server-sso",
} as const;

/** Every group of the identity provider that gives somebody permissions, sorted. */
export function ssoGroups({
  login,
  teams,
  approvers = [],
}: {
  readonly login: Environment["login"];
  readonly teams: readonly Pick<Environment["teams"][number], "groups">[];
  readonly approvers?: readonly string[];
}): string[] {
  const { adminGroups = [], readerGroups = [] } = login.sso ?? {};
  const all = [...adminGroups, ...readerGroups, ...teams.flatMap(({ groups }) => groups), ...approvers];
  return [...new Set(all)].sort();
}

/** Secrets of a team's namespace that the pods of one service account can use, and no other pods. */
export const accountSecrets = {
  "git-credentials": serviceAccounts.checkout,
  "slack-webhook": serviceAccounts.notifier,
} as const;

/** Expression that is true for a person in one of the groups. Annotations of service accounts have it. */
export function ssoExpression(groups: readonly string[]): string {
  return groups.map((group) => `'${group}' in groups`).join(" || ");
}

/** Host name by which people reach Argo's server. */
export function serverHost({ domain }: Pick<Environment, "domain">): string {
  return `argo.${domain}`;
}

/** Cluster role of everyone who starts workflows: the templates are not in a namespace. */
export const templateReaderRole = "argo-template-reader";

/** Role of the accounts that a team's pods have: by it, Argo's own containers report results. */
export const executorRole = "argo-executor";

/**
 * Secret with a service account's token. Version 1 is where Argo looks by itself
 * (argo-workflows: docs/service-account-secrets.md); a further version is a Secret of its own, so that Kubernetes makes
 * a new token and refuses the old one.
 */
export function tokenSecret(serviceAccount: string, { tokens }: Pick<Environment, "tokens">): string {
  const version = tokens.version === 1 ? [] : [`v${tokens.version}`];
  return [serviceAccount, ...version, "service-account-token"].join(".");
}

/**
 * Backstage's service account for one workflow namespace. It is in the namespace of the control plane, where no team can
 * get hold of its token: a person who may edit a namespace can also act as the service accounts in it.
 */
export function portalAccount(namespace: string): string {
  return `${serviceAccounts.backstage}-${namespace}`;
}

/**
 * Environment variable of Backstage's backend with the token of one of Backstage's accounts: that for a namespace, or
 * the one that only reads cluster workflow templates.
 */
export function portalTokenVariable(environment: string, namespace?: string): string {
  const words = ["argo-workflows", environment, ...(namespace === undefined ? [] : [namespace]), "token"];
  return words.join("_").replaceAll("-", "_").toUpperCase();
}

/**
 * Role of a team's deployer or installer in a namespace that it can change. Several teams can deploy to one namespace.
 * @param account the service account
 * @param namespace of the team
 */
export function targetRole(account: string, namespace: string): string {
  return `${account}-${namespace}`;
}

/**
 * If the rules of several service accounts match a person, Argo takes the account with the highest number. So an
 * administrator is one in every namespace, and a reader of all namespaces can still run workflows in the namespace of
 * their team (argo-workflows: docs/argo-server-sso.md).
 */
export const ssoPrecedence = { login: 0, reader: 10, team: 20, approver: 25, admin: 30 } as const;

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

/** ConfigMap of a team's namespace that says which revisions may write caches, and where caches are. */
export const cacheSettings = "argo-caches";

/** ConfigMap in a team's namespace with what its targets demand; the template `gate` reads it. */
export const targetsConfigMap = "argo-targets";

/** ConfigMap with which a namespace selects its artifact repository (argo-workflows: docs/artifact-repository-ref.md). */
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

/** Helm release of the objects of a workflow namespace that have no typed Terraform resource. */
export function tenancyRelease(namespace: string): string {
  return `tenancy-${namespace}`;
}

/** Prefix of the state keys of an environment in the state bucket. */
export function statePrefix(environment: string, { keyPrefix }: { keyPrefix?: string | undefined }): string {
  return keyPrefix ?? `argo/${environment}`;
}

/** Key of the state of a stack in the state bucket. */
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
  library: (environment: string, namespace: string) => `${environment}-argo-library-${namespace}`,
  builder: (environment: string, namespace: string) => `${environment}-argo-builder-${namespace}`,
  caches: (environment: string, namespace: string) => `${environment}-argo-caches-${namespace}`,
  publisher: (environment: string, namespace: string) => `${environment}-argo-publisher-${namespace}`,
  signer: (environment: string, namespace: string) => `${environment}-argo-signer-${namespace}`,
  verifier: (environment: string, namespace: string) => `${environment}-argo-verifier-${namespace}`,
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

/** What builds the images of a namespace, as their provenance names it (SLSA: `runDetails.builder.id`). */
export function builderId(environment: Pick<Environment, "domain">, namespace: string): string {
  return `https://${serverHost(environment)}/${namespace}`;
}

/**
 * ConfigMap in each team's namespace that says who signs here and whose signatures count. `builder` is the id of what
 * builds in the namespace, `key` the key that signs, if there is one, and `keys` maps each accepted builder to its key.
 */
export const signingSettings = "signing";

export function databaseName(environment: string): string {
  return `${environment}-argo-archive`;
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

/** Log group to which RDS writes the PostgreSQL log of a cluster. RDS decides the name. */
export function databaseLogGroup(cluster: string): string {
  return `/aws/rds/cluster/${cluster}/postgresql`;
}

/** `arn:<partition>:<service>:<region>:<account>:<resource>` in the region and account of the environment. */
export function arnOf(environment: AccountAndRegion, service: string, resource: string): string {
  return `arn:${environment.partition.name}:${service}:${environment.region}:${environment.account}:${resource}`;
}

/** ARN of an IAM resource. IAM is global, so the region is empty. */
export function iamArn(environment: AccountAndRegion, resource: string): string {
  return `arn:${environment.partition.name}:iam::${environment.account}:${resource}`;
}

/** ARN of an AWS managed policy. */
export function awsPolicyArn({ partition }: Pick<Environment, "partition">, pathAndName: string): string {
  return `arn:${partition.name}:iam::aws:policy/${pathAndName}`;
}

/** ARN of the alias of the key that encrypts the Terraform state. */
export function stateKmsKeyArn({ partition, state }: Pick<Environment, "partition" | "state">): string {
  return `arn:${partition.name}:kms:${state.region}:${state.account}:${state.kmsKeyAlias}`;
}

/** ARN of a role of this project, with the path from the environment file. */
export function roleArn(environment: AccountAndRegion & Pick<Environment, "iam">, name: string): string {
  return iamArn(environment, `role${environment.iam.path}${name}`);
}

/** ARN of a bucket or of keys in it. S3 names are global, so region and account are empty. */
export function s3Arn(environment: AccountAndRegion, bucketAndKey: string): string {
  return `arn:${environment.partition.name}:s3:::${bucketAndKey}`;
}

/** DNS name of an AWS service in the region of the environment, as IAM conditions use it (`kms:ViaService`). */
export function serviceEndpoint(environment: AccountAndRegion, service: string): string {
  return `${service}.${environment.region}.${environment.partition.dnsSuffix}`;
}

/** Host of the account's ECR registry in the region of the environment. */
export function registryHost(environment: AccountAndRegion): string {
  return `${environment.account}.dkr.${serviceEndpoint(environment, "ecr")}`;
}
