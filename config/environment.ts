import { z } from "zod";
import { arn, flag, list, oneOf, section, text, wholeNumber } from "./fields";
import type { Partition } from "./partition";

const regionName = text(
  /^(us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov)-(central|(north|south)?(east|west)|north|south)-\d$/,
  "must be an AWS region such as eu-central-1, cn-north-1 or us-gov-west-1",
);
const roleArn = arn("iam", /(?:)/, /role\/[\w+=,.@/-]{1,500}/, "arn:aws:iam::123456789012:role/deploy");
const accountId = z
  .string({
    error: ({ input }) =>
      typeof input === "number"
        ? `is a number; quote it${quotedAccount(String(input))}, or leading zeros are lost`
        : "must be an AWS account id: twelve digits in quotes",
  })
  .regex(/^\d{12}$/, { error: "must be an AWS account id: twelve digits in quotes" });

function quotedAccount(digits: string): string {
  return /^\d{1,12}$/.test(digits) ? ` ("${digits.padStart(12, "0")}")` : "";
}

/** Retention periods that CloudWatch Logs accepts, in days (API PutRetentionPolicy). */
const logRetention = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Aurora Serverless v2 capacity (ACU, about 2 GiB of memory each). */
function capacity(min: number) {
  const error = `must be a number of ACU from ${min} to 256 in steps of 0.5, without quotes`;
  return z.number({ error }).min(min, { error }).max(256, { error }).multipleOf(0.5, { error });
}

/** A Kubernetes quantity as a positive amount, in the forms people write. */
const cpuQuantity = text(/^[1-9]\d{0,5}m?$/, 'must be an amount of CPU in quotes, such as "20" or "500m"');
const byteQuantity = text(/^[1-9]\d{0,5}(Mi|Gi|Ti)$/, 'must be an amount such as "40Gi" (Mi, Gi or Ti)');

const namespaceName = text(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "must be a Kubernetes namespace: at most 63 lower-case letters, digits and hyphens",
);

const state = section({
  bucket: text(
    /^(?!xn--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    "must be an S3 bucket name: 3 to 63 lower-case letters, digits and hyphens, no dots",
  ).describe("S3 bucket that holds the Terraform state of this environment"),
  kmsKeyAlias: text(
    /^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/,
    "must be the alias of a customer managed key, such as alias/terraform-state",
  ).describe("Alias of the KMS key that encrypts the state"),
  region: regionName.optional().describe("Region of the state bucket; default: the environment's region"),
  account: accountId
    .optional()
    .describe("Account that owns the state bucket; default: the environment's account"),
  roleArn: roleArn.optional().describe("Role that Terraform assumes to read and write the state"),
  keyPrefix: text(
    /^(?=.{1,200}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\/[a-z0-9]([a-z0-9-]*[a-z0-9])?){0,5}$/,
    "must be lower-case words joined by slashes, such as argo/dev, without a slash at either end, at most 200 characters",
  )
    .optional()
    .describe("First part of every state key; default: argo/<environment>"),
  bootstrap: oneOf(["none", "local", "s3"])
    .default("none")
    .describe(
      "Who makes the state bucket. none: it exists already. local: this project's state stack makes it, and keeps " +
        "its own state in a local file. s3: as local, after that file was migrated into the bucket",
    ),
});

const cluster = section({
  name: text(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
    "must be an EKS cluster name: at most 100 letters, digits, hyphens and underscores",
  ).describe("Name of the EKS cluster"),
  oidcProvider: text(
    /^(?=.{3,250}$)[a-z0-9.-]+(:\d+)?(\/[A-Za-z0-9._-]+)+$/,
    "must be host and path of the cluster's OIDC issuer, at most 250 characters, without https://, such as oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE",
  )
    .optional()
    .describe("OIDC issuer of the cluster: host and path; needed when identity is irsa"),
  securityGroupIds: list(
    text(/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/, "must be a security group id: sg- and 8 or 17 hex digits"),
    { min: 0, max: 20 },
    "must be a list of security group ids",
  )
    .default([])
    .describe("Security groups of the cluster's nodes; only they reach the archive database"),
  identity: oneOf(["irsa", "pod-identity"])
    .default("irsa")
    .describe("How pods get their AWS role: IAM roles for service accounts, or EKS Pod Identity"),
});

const network = section({
  vpcId: text(/^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, "must be a VPC id: vpc- and 8 or 17 hex digits").describe(
    "VPC of the cluster",
  ),
  databaseSubnetIds: list(
    text(/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, "must be a subnet id: subnet- and 8 or 17 hex digits"),
    { min: 0, max: 20 },
    "must be a list of subnet ids",
  )
    .default([])
    .describe("Isolated subnets for the archive database, in at least two availability zones"),
});

const artifacts = section({
  retentionDays: wholeNumber(1, 3650, "days").default(30).describe("Days until an artifact is deleted"),
  noncurrentDays: wholeNumber(1, 3650, "days")
    .default(7)
    .describe("Days until a deleted or overwritten version is gone for good"),
  intelligentTieringDays: wholeNumber(0, 3650, "days")
    .default(1)
    .describe("Days until an artifact moves to Intelligent-Tiering"),
  accessLogDays: wholeNumber(1, 3650, "days").default(90).describe("Days that S3 access logs are kept"),
});

const archive = section({
  enabled: flag().default(false).describe("Keep finished workflows in an Aurora PostgreSQL database"),
  minCapacity: capacity(0.5).default(0.5).describe("Smallest size of each database instance, in ACU"),
  // The provider refuses a maximum below 1 (terraform-provider-aws: serverlessv2_scaling_configuration).
  maxCapacity: capacity(1).default(4).describe("Largest size of each database instance, in ACU"),
  readers: wholeNumber(0, 15, "instances")
    .default(1)
    .describe("Readers beside the writer; 1 or more survives a zone"),
  engineVersion: text(
    /^(1[4-9]|2\d)(\.\d{1,2})?$/,
    'must be an Aurora PostgreSQL version in quotes: a major version such as "16" (AWS keeps the minor one current), or "16.8"',
  )
    .default("16")
    .describe("Aurora PostgreSQL version"),
  backupRetentionDays: wholeNumber(1, 35, "days").default(7).describe("Days that automatic backups are kept"),
  backupWindow: text(
    /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
    "must be a time window in UTC such as 03:00-04:00",
  )
    .default("03:00-04:00")
    .describe("Daily time of the backup, UTC, at least 30 minutes"),
  maintenanceWindow: text(
    /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
    "must be a weekly window in UTC such as sun:04:30-sun:05:30",
  )
    .default("sun:04:30-sun:05:30")
    .describe("Weekly time in which AWS may patch the database, UTC, at least 30 minutes"),
  logRetentionDays: z
    .literal(logRetention, { error: `must be one of ${logRetention.join(", ")} (days)` })
    .default(30)
    .describe("Days that the database's logs are kept in CloudWatch"),
  deletionProtection: flag()
    .default(true)
    .describe(
      "Refuse to delete the database, in AWS and in Terraform; a final snapshot is taken in any case",
    ),
  passwordVersion: wholeNumber(1, 1_000_000, "raise it by one to rotate")
    .default(1)
    .describe("Raise it to give the database a new password at the next apply"),
  ttlDays: wholeNumber(1, 3650, "days")
    .default(30)
    .describe("Days that a finished workflow stays in the archive"),
});

const controller = section({
  parallelism: wholeNumber(1, 10_000, "workflows")
    .default(20)
    .describe("Workflows that run at once in the cluster"),
  namespaceParallelism: wholeNumber(1, 10_000, "workflows")
    .default(10)
    .describe("Workflows that run at once in one namespace"),
  rateLimit: section({
    limit: wholeNumber(1, 10_000, "pods a second").default(10).describe("Pods created a second"),
    burst: wholeNumber(1, 10_000, "pods").default(5).describe("Pods created at once after a quiet time"),
  })
    .prefault({})
    .describe("How fast the controller may create pods"),
  replicas: wholeNumber(1, 5, "pods").default(2).describe("Controller pods; one leads, the others stand by"),
});

const quota = section({
  cpu: cpuQuantity.default("20").describe("CPU that all pods of the namespace may request together"),
  memory: byteQuantity.default("40Gi").describe("Memory that all pods of the namespace may request together"),
  storage: byteQuantity.default("100Gi").describe("Storage that all volume claims may request together"),
  pods: wholeNumber(1, 10_000, "pods").default(50).describe("Pods that may exist at once"),
});

/** `<registry>/<this>`: the name of an ECR repository (API CreateRepository). No wildcards. */
const repository = text(
  /^(?=.{2,256}$)([a-z0-9]+([._-][a-z0-9]+)*\/)*[a-z0-9]+([._-][a-z0-9]+)*$/,
  "must be the name of an ECR repository: 2 to 256 lower-case letters, digits and . _ - /, without registry or wildcard",
);

const team = section({
  namespace: namespaceName.optional().describe("Namespace of the team's workflows; default: team-<name>"),
  buildsImages: flag()
    .default(false)
    .describe("The team builds container images: it may push to its repositories, its pods may run as root"),
  repositories: list(repository, { min: 0, max: 50 }, "must be a list of ECR repository names")
    .default([])
    .describe("ECR repositories that the team pushes to and pulls from"),
  artifactGC: flag()
    .default(false)
    .describe("Workflows may delete their artifacts before the retention ends (Argo artifactGC)"),
  quota: quota.prefault({}).describe("What the team's namespace may use"),
});

/** The environment file as its author writes it. The file's name is the environment's. */
export const environmentFile = section({
  account: accountId.describe("AWS account id, in quotes"),
  region: regionName.describe("AWS region"),
  tags: z
    .record(
      text(
        /^(?!aws:)[\w .:/=+@-]{1,128}$/i,
        "must be a tag key: at most 128 characters, not beginning with aws:",
      ),
      text(
        /^[\w .:/=+@-]{0,256}$/,
        "must be a tag value: at most 256 letters, digits, spaces and _ . : / = + - @",
      ),
      { error: "must be a map of tag names and values" },
    )
    .default({})
    .describe("Tags of every AWS resource, beside Environment, Application, ManagedBy and Repository"),
  state: state.describe("Where Terraform keeps its state"),
  deploy: section({
    roleArn: roleArn.optional().describe("Role that Terraform assumes to plan and apply"),
  })
    .prefault({})
    .describe("Who applies"),
  iam: section({
    path: text(
      /^(?=.{1,512}$)\/([\w+=,.@-]+\/){0,8}$/,
      "must be an IAM path of at most 512 characters that begins and ends with a slash, such as /argo/",
    )
      .default("/")
      .describe("Path of every role that is made"),
    permissionsBoundaryArn: arn(
      "iam",
      /(?:)/,
      /policy\/[\w+=,.@/-]{1,500}/,
      "arn:aws:iam::123456789012:policy/boundary",
    )
      .optional()
      .describe("Permissions boundary of every role that is made"),
  })
    .prefault({})
    .describe("Rules of your organization for IAM roles"),
  cluster: cluster.describe("The EKS cluster that Argo runs in; it exists already"),
  network: network.describe("The cluster's network; it exists already"),
  domain: text(
    /^(?=.{4,240}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    "must be a DNS name such as dev.example.com",
  ).describe("Domain of the environment; Argo's server answers at argo.<domain>"),
  certificateArn: arn(
    "acm",
    /[a-z0-9-]{1,30}/,
    /certificate\/[0-9a-f-]{36}/,
    "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
  )
    .optional()
    .describe("ACM certificate of argo.<domain>, in the environment's region"),
  artifacts: artifacts.prefault({}).describe("The bucket of workflow artifacts and archived logs"),
  archive: archive.prefault({}).describe("The archive of finished workflows"),
  controller: controller.prefault({}).describe("Limits of the workflow controller"),
  teams: z
    .record(
      text(
        /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/,
        "must be a team name: at most 32 lower-case letters, digits and hyphens, beginning with a letter",
      ),
      team,
      { error: "must be a map of teams by name" },
    )
    .refine((teams) => Object.keys(teams).length <= 1000, { error: "must hold at most 1000 teams" })
    .default({})
    .describe("Teams that run workflows, each in its own namespace"),
});

export type EnvironmentFile = z.output<typeof environmentFile>;

/** One team with its name, and its namespace filled in. */
export interface Team extends Omit<z.output<typeof team>, "namespace"> {
  readonly name: string;
  readonly namespace: string;
}

/** An environment, complete: defaults filled in, checked, teams sorted by name. */
export interface Environment extends Omit<EnvironmentFile, "teams" | "state"> {
  /** The file's name without `.yaml`. */
  readonly name: string;
  readonly partition: Partition;
  readonly state: Required<Omit<EnvironmentFile["state"], "roleArn">> & {
    readonly roleArn?: string | undefined;
  };
  readonly teams: readonly Team[];
}
