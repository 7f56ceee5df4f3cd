import { z } from "zod";
import { type ContainerSize, usualSizes } from "../values/container-sizes";
import { flag, list, section, text, wholeNumber } from "./fields/basic";
import { egress } from "./fields/egress";
import { extraStatements } from "./fields/extra-statements";
import { githubApp } from "./fields/github-app";
import { byteQuantity, cpuQuantity, namespaceName } from "./fields/kubernetes";
import { notifications } from "./fields/notifications";
import { schedules } from "./fields/schedules";
import { signing } from "./fields/signing";
import { slo } from "./fields/slo";
import { ssoGroups } from "./fields/sso-groups";
import { teamScheduling } from "./fields/team-scheduling";
import { trustedRevisions } from "./fields/trusted-revisions";

const quota = section({
  cpu: cpuQuantity.default("20").describe("CPU that all pods together can request"),
  memory: byteQuantity.default("40Gi").describe("Memory that all pods together can request"),
  storage: byteQuantity.default("100Gi").describe("Storage that all volume claims together can request"),
  memoryLimits: byteQuantity
    .optional()
    .describe("Memory limits of all pods together. Default: four times memory"),
  ephemeralStorage: byteQuantity
    .default("500Gi")
    .describe("Disk of the nodes that all pods together can request"),
  gpu: wholeNumber(0, 10_000, "GPUs")
    .optional()
    .describe(
      "GPUs of NVIDIA, nvidia.com/gpu, that all pods together can request. Default: as many as there are",
    ),
  pods: wholeNumber(1, 10_000, "pods").default(50).describe("Number of pods that can exist at the same time"),
  workflows: wholeNumber(1, 100_000, "workflows")
    .default(500)
    .describe("Number of workflows that can exist at the same time, finished ones included"),
});

/**
 * An optional size. Its default depends on the next larger size (`config/values/container-sizes.ts`).
 * @param cap name of the next larger size
 */
const containerSize = (usual: ContainerSize, cap: string) =>
  section({
    cpu: cpuQuantity
      .optional()
      .describe(`CPU, at most ${cap}.cpu. Default: ${usual.cpu}, or ${cap}.cpu if that is less`),
    memory: byteQuantity
      .optional()
      .describe(`Memory, at most ${cap}.memory. Default: ${usual.memory}, or ${cap}.memory if that is less`),
  }).prefault({});

const containers = section({
  default: containerSize(usualSizes.default, "max").describe("Limits of a container that sets none"),
  request: containerSize(usualSizes.request, "default").describe("Requests of a container that sets none"),
  max: containerSize(usualSizes.max, "quota").describe("Maximum size of one container"),
  ephemeralStorage: section({
    request: byteQuantity
      .optional()
      .describe("Request of a container that sets none. Default: 256Mi, at most default"),
    default: byteQuantity
      .optional()
      .describe("Limit of a container that sets none. Default: 10Gi, at most max"),
    max: byteQuantity
      .optional()
      .describe("Maximum of one container. Default: 100Gi, at most quota.ephemeralStorage"),
  })
    .prefault({})
    .describe("Disk of the node: what a container writes, its logs and its emptyDir volumes"),
});

const repositoryName = /([a-z0-9]+([._-][a-z0-9]+)*\/)*[a-z0-9]+([._-][a-z0-9]+)*/.source;

/** `<registry>/<this>`: the name of an ECR repository (API CreateRepository). No wildcards. */
const repository = text(
  new RegExp(`^(?=.{2,256}$)${repositoryName}$`),
  "must be the name of an ECR repository: 2 to 256 lowercase letters, digits and . _ - /, without a registry and without wildcards",
);

/** Names of Secrets that the project makes itself have dots. */
const secretName = text(
  /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "must be the name of a secret: at most 63 lowercase letters, digits and hyphens, beginning with a letter",
);

/** A repository of another owner. */
const sharedRepository = text(
  new RegExp(
    `^(?=.{2,400}$)(arn:(aws|aws-cn|aws-us-gov):ecr:[a-z0-9-]+:\\d{12}:repository/)?(?=.{2,256}$)${repositoryName}$`,
  ),
  "must be the name of an ECR repository, or its ARN such as arn:aws:ecr:eu-central-1:123456789012:repository/platform/base, without wildcards",
);

/** A team's entry. */
export const team = section({
  namespace: namespaceName.optional().describe("Namespace of the team's workflows. Default: team-<name>"),
  createNamespace: flag()
    .default(true)
    .describe(
      "Whether this project creates the namespace. If false, somebody else does, and sets its labels: a plan of tenancy " +
        "fails without them. Quota, accounts, roles and network policies in it still come from here",
    ),
  buildsImages: flag()
    .default(false)
    .describe(
      "Let the team build container images: it can push to its repositories, and its pods can run as root. Its quota must have room for a build step",
    ),
  repositories: list(repository, { min: 0, max: 50 }, "must be a list of ECR repository names")
    .default([])
    .describe(
      "ECR repositories that the team can push to and pull from, without the registry. Needs buildsImages",
    ),
  pullsFrom: list(sharedRepository, { min: 0, max: 50 }, "must be a list of ECR repositories")
    .default([])
    .describe(
      "ECR repositories of others that the team's builds, pods and checks of signatures can pull from, and not push to: " +
        "names in the environment's account and region, or ARNs. The policy of a repository in another account must " +
        "allow it too",
    ),
  signing: signing.prefault({}).describe("Signatures of the team's images"),
  trustedRevisions: trustedRevisions
    .default({})
    .describe(
      "Branches and tags of each repository whose builds can write caches of dependencies and image layers. All other " +
        "builds only read them. HEAD is the default branch of a build that names no revision. List only what is protected " +
        "at your Git server. Default: no caches",
    ),
  secretsInWorkflows: flag()
    .default(false)
    .describe(
      "Let the team's own steps read the team's secrets in AWS Secrets Manager, <env>/argo/<namespace>/... All code that " +
        "the team's workflows build or test can then read them, and so can everyone who can change that code",
    ),
  secrets: list(secretName, { min: 0, max: 30 }, "must be a list of names of secrets")
    .default([])
    .describe(
      "Secrets in AWS Secrets Manager, <env>/argo/<namespace>/<name>, that External Secrets copies to Secrets of the same name " +
        "in the team's namespace, such as git-credentials. Only the steps that need them can use git-credentials, " +
        "slack-webhook and msteams-webhook; all code of the team can use the others",
    ),
  githubApp: githubApp
    .optional()
    .describe(
      "A GitHub App whose tokens, each valid for an hour, are the team's Git credentials. Its private key is the secret " +
        "<env>/argo/<namespace>/github-app in AWS Secrets Manager. External Secrets makes the tokens; the team's namespace " +
        "never has the key",
    ),
  extraStatements: extraStatements
    .default([])
    .describe(
      "More rights of the team's own steps in AWS, as statements of an IAM policy. All code that the team's workflows build " +
        "or test has them",
    ),
  artifactGC: flag()
    .default(false)
    .describe("Let workflows delete their artifacts before the retention ends (artifactGC of Argo)"),
  retentionDays: wholeNumber(1, 3650, "days")
    .optional()
    .describe(
      "Days until S3 deletes an artifact of the team, also the logs of a workflow. Default and maximum: " +
        "artifacts.retentionDays. More than artifacts.intelligentTieringDays, and no shorter than " +
        "workflows.deadlineSeconds and workflows.ttl",
    ),
  quota: quota.prefault({}).describe("Quota of the team's namespace"),
  containers: containers.prefault({}).describe("Sizes of the containers in the team's namespace"),
  parallelism: wholeNumber(1, 10_000, "workflows")
    .optional()
    .describe(
      "Maximum number of the team's workflows that run at the same time. Default: controller.namespaceParallelism",
    ),
  scheduling: teamScheduling.prefault({}).describe("Nodes of the team's workflow pods"),
  groups: ssoGroups
    .default([])
    .describe(
      "Groups of your identity provider whose members can run the team's workflows. Needs the login mode sso",
    ),
  deployTo: list(namespaceName, { min: 0, max: 50 }, "must be a list of targets or namespaces")
    .default([])
    .describe(
      "Targets or namespaces that the team's deploy steps can change. The namespace must already exist. If it is not in " +
        "`targets`, it allows rollouts and applications",
    ),
  egress: egress
    .default([])
    .describe(
      "What the team's workflow pods can call in addition to DNS, the API server and HTTPS, such as a database, Kafka, or " +
        "Git by another port",
    ),
  schedules: schedules
    .default({})
    .describe(
      "Workflows that Argo starts at certain times. Members of the team can suspend them, resume them and run them now",
    ),
  notifications: notifications
    .prefault({})
    .describe(
      "How the team is told about the results of the library's pipelines. Messages also go to Slack and Microsoft Teams if " +
        "the namespace has the Secrets slack-webhook and msteams-webhook",
    ),
  slo: slo
    .optional()
    .describe(
      "Objectives of the team's workflows. Alerts tell when the failures of 30 days are being used up. Needs monitoring.rules. " +
        "Default: none",
    ),
  backstage: flag()
    .default(true)
    .describe("Let Backstage run templates in the team's namespace, if backstage.enabled is true"),
});

export const teams = z
  .record(
    text(
      /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/,
      "must be a team name: at most 32 lowercase letters, digits and hyphens, beginning with a letter",
    ),
    team,
    { error: "must be a map of team names and teams" },
  )
  .refine((teams) => Object.keys(teams).length <= 1000, { error: "must have at most 1000 teams" })
  .default({})
  .describe("Teams that run workflows, each in its own namespace");
