import type { Environment } from "./environment";

/**
 * Every name that one stack creates and that another stack, or a person, needs. Stacks know each other only by these
 * names, so you can plan each stack before the others exist. Names in AWS are in `aws-naming.ts`, ARNs in `arns.ts`.
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
  /** Sends notifications: only its pods can use the Secrets with webhooks. */
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

/** Helm release of the teams' schedules. */
export const schedulesRelease = "argo-schedules";

/** Helm release of the alert rules. */
export const rulesRelease = "argo-rules";

/** Helm release of the guard, in a namespace that every cluster has and that no team has access to. */
export const guardRelease = "argo-guard";
export const guardNamespace = "kube-system";

/** Port of Argo's server, for both the API and the UI. */
export const serverPort = 2746;

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

/** ConfigMap in `argo` with the authorities of an archive that exists already, and where Argo's pods have its file. */
export const archiveAuthorities = {
  configMap: "argo-archive-authorities",
  file: "authorities.pem",
  folder: "/etc/argo-archive",
} as const;

/** Secret of a team's namespace with a line for each Git host. */
export const gitCredentials = "git-credentials";

/** Secrets of a team's namespace that the pods of one service account can use, and no other pods. */
export const accountSecrets = {
  [gitCredentials]: serviceAccounts.checkout,
  "slack-webhook": serviceAccounts.notifier,
  "msteams-webhook": serviceAccounts.notifier,
} as const;

/** Host name by which people reach Argo's server. */
export function serverHost({ domain }: Pick<Environment, "domain">): string {
  return `argo.${domain}`;
}

/** URL by which people reach Argo's server. */
export function serverUrl(environment: Pick<Environment, "domain">): string {
  return `https://${serverHost(environment)}`;
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
 * Service account by which External Secrets reads the secrets of one team, and its ClusterSecretStore. The account is in
 * the namespace of the control plane, where no pod of the team can use it.
 */
export function teamSecretsAccount(namespace: string): string {
  return `${callerAccounts.secrets}-${namespace}`;
}

/** Helm release of what copies the secrets of all teams. */
export const teamSecretsRelease = "argo-team-secrets";

/**
 * In the namespace of the control plane: what makes the tokens of one team's GitHub App, the service account that it
 * uses, and the Secret with the current token. The ClusterSecretStore of that name brings the token to the team.
 */
export function githubApp(namespace: string): string {
  return `argo-github-${namespace}`;
}

/** Secret in the namespace of the control plane with the private key. No namespace has a dot in its name. */
export function githubAppKey(namespace: string): string {
  return `${githubApp(namespace)}.private-key`;
}

/** Helm release of what makes the tokens of all GitHub Apps. */
export const githubAppsRelease = "argo-github-apps";

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

/** ConfigMap of a team's namespace that says which revisions may write caches, and where caches are. */
export const cacheSettings = "argo-caches";

/** ConfigMap of a team's namespace for the template `notify`: where messages link to, and whom they reach. */
export const notificationSettings = "argo-notifications";

/** ConfigMap in a team's namespace with what its targets demand; the template `gate` reads it. */
export const targetsConfigMap = "argo-targets";

/** Name of the ConfigMap that says from where a scan gets its databases; optional, and made by hand. */
export const vulnerabilityDatabases = "vulnerability-databases";

/** ConfigMap with which a namespace selects its artifact repository (argo-workflows: docs/artifact-repository-ref.md). */
export const artifactRepositories = { configMap: "artifact-repositories", key: "s3" } as const;

export function stackId(environment: string, stack: StackName): string {
  return `${environment}-argo-${stack}`;
}

/** Namespace of a team's workflows. */
export function teamNamespace(team: string, { namespace }: { namespace?: string | undefined }): string {
  return namespace ?? `team-${team}`;
}

/** Helm release of the objects of a workflow namespace that have no typed Terraform resource. */
export function tenancyRelease(namespace: string): string {
  return `tenancy-${namespace}`;
}

/** What builds the images of a namespace, as their provenance names it (SLSA: `runDetails.builder.id`). */
export function builderId(environment: Pick<Environment, "domain">, namespace: string): string {
  return `${serverUrl(environment)}/${namespace}`;
}

/**
 * ConfigMap in each team's namespace that says who signs here and whose signatures count. `builder` is the id of what
 * builds in the namespace, `key` the key that signs, if there is one, and `keys` maps each accepted builder to its key.
 */
export const signingSettings = "signing";
