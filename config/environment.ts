import { z } from "zod";
import * as argo from "./schema/argo";
import { accountId, regionName, roleArn } from "./schema/aws";
import { cluster, network } from "./schema/cluster";
import { arn, section, text } from "./schema/fields";
import { guard } from "./schema/guard";
import { state } from "./schema/state";
import { archive, artifacts } from "./schema/storage";
import { team } from "./schema/team";
import type { ContainerSizes } from "./values/container-sizes";
import type { Partition } from "./values/partition";

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
    .describe(
      "Tags of every AWS resource, in addition to Environment, Application, ManagedBy and Repository",
    ),
  state: state.describe("Where Terraform keeps its state"),
  deploy: section({
    roleArn: roleArn.optional().describe("Role that Terraform assumes to plan and apply"),
  })
    .prefault({})
    .describe("How Terraform gets its rights in AWS"),
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
  controller: argo.controller.prefault({}).describe("Limits of the workflow controller"),
  server: argo.server.prefault({}).describe("Argo's server: API and UI"),
  login: argo.login.prefault({}).describe("Who may use Argo's server"),
  ingress: argo.ingress.prefault({}).describe("How people reach Argo's server"),
  workflows: argo.workflows.prefault({}).describe("Defaults and limits of every workflow"),
  scheduling: argo.scheduling.prefault({}).describe("Which nodes pods run on"),
  images: argo.images.prefault({}).describe("Where Argo's images come from"),
  backstage: argo.backstage.prefault({}).describe("The developer portal"),
  monitoring: argo.monitoring.prefault({}).describe("How Prometheus reads metrics"),
  guard: guard
    .prefault({})
    .describe("The guard at the API server: what it does with a request that a policy refuses"),
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

/** One team with its name, its namespace and the sizes of its containers filled in. */
export interface Team extends Omit<z.output<typeof team>, "namespace" | "containers"> {
  readonly name: string;
  readonly namespace: string;
  readonly containers: ContainerSizes;
}

/** An environment, complete: defaults filled in, checked, teams sorted by name. */
export interface Environment extends Omit<EnvironmentFile, "teams" | "state" | "workflows"> {
  /** The file's name without `.yaml`. */
  readonly name: string;
  readonly partition: Partition;
  readonly state: Required<Omit<EnvironmentFile["state"], "roleArn">> & {
    readonly roleArn?: string | undefined;
  };
  readonly workflows: EnvironmentFile["workflows"] &
    Required<Pick<EnvironmentFile["workflows"], "templateReferencing">>;
  readonly teams: readonly Team[];
}
