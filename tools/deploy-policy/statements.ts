import type { Statement } from "../../audit/policy";
import { databaseName } from "../../config/aws-naming";
import { ownTags } from "../../config/tags";
import type { Deployed } from "./deployed";

type Where = Pick<Statement, "Condition"> & { readonly Resource: string[] };

const arn = ({ partition, region, account }: Deployed, service: string, resource: string): string =>
  `arn:${partition.name}:${service}:${region}:${account}:${resource}`;

/** Values of an attribute that are final text. */
function named(deployed: Deployed, type: string, attribute: string): string[] {
  const values = (deployed.resources.get(type) ?? []).map((each) => each[attribute]);
  return [
    ...new Set(values.filter((value) => typeof value === "string" && !value.includes("${"))),
  ].sort() as string[];
}

/** IAM roles are one pattern: so a new team needs no new policy. */
function roles(deployed: Deployed): string[] {
  const paths = named(deployed, "aws_iam_role", "path");
  const prefix = `${deployed.environment}-argo-`;
  return (paths.length > 0 ? paths : ["/"]).map(
    (path) => `arn:${deployed.partition.name}:iam::${deployed.account}:role${path}${prefix}*`,
  );
}

const service = ({ partition }: Deployed, name: string): string => `${name}.${partition.dnsSuffix}`;

/** The tags that tell this environment's resources from all others of the account. */
function tags(kind: "ResourceTag" | "RequestTag", { environment }: Deployed): Record<string, string> {
  const { Application, Environment } = ownTags({ name: environment, tags: {} });
  return { [`aws:${kind}/Application`]: Application, [`aws:${kind}/Environment`]: Environment };
}

const key = (deployed: Deployed): string[] => [arn(deployed, "kms", "key/*")];

const boundaryHolds = ({ boundary }: Deployed): Record<string, Record<string, string>> =>
  boundary === undefined ? {} : { StringEquals: { "iam:PermissionsBoundary": boundary } };

const condition = (Condition: NonNullable<Statement["Condition"]>): Pick<Statement, "Condition"> =>
  Object.keys(Condition).length === 0 ? {} : { Condition };

/** What each statement is about, and under which condition it allows. */
export const statements = {
  Buckets: (d) => ({
    Resource: named(d, "aws_s3_bucket", "bucket").map((name) => `arn:${d.partition.name}:s3:::${name}`),
  }),

  // Terraform only looks at what somebody else maintains.
  ExistingBuckets: (d) => ({
    Resource: named(d, "data.aws_s3_bucket", "bucket").map((name) => `arn:${d.partition.name}:s3:::${name}`),
  }),
  ExistingKeys: (d) => ({ Resource: named(d, "data.aws_kms_key", "key_id") }),

  Roles: (d) => ({ Resource: roles(d) }),
  // No role without the boundary gets a permission.
  RolePermissions: (d) => ({ Resource: roles(d), ...condition(boundaryHolds(d)) }),
  RoleAttachments: (d) => ({
    Resource: roles(d),
    Condition: {
      ...boundaryHolds(d),
      ArnEquals: { "iam:PolicyARN": named(d, "aws_iam_role_policy_attachment", "policy_arn") },
    },
  }),
  RolesOfPods: (d) => ({
    Resource: roles(d),
    Condition: { StringEquals: { "iam:PassedToService": service(d, "pods.eks") } },
  }),
  RolesOfMonitoring: (d) => ({
    Resource: roles(d),
    Condition: { StringEquals: { "iam:PassedToService": service(d, "monitoring.rds") } },
  }),
  RoleOfDatabases: (d) => ({
    Resource: [`arn:${d.partition.name}:iam::${d.account}:role/aws-service-role/rds.amazonaws.com/*`],
    Condition: { StringEquals: { "iam:AWSServiceName": "rds.amazonaws.com" } },
  }),

  Cluster: (d) => ({ Resource: clusters(d).map((name) => arn(d, "eks", `cluster/${name}`)) }),
  PodIdentities: (d) => ({
    Resource: clusters(d).map((name) => arn(d, "eks", `podidentityassociation/${name}/*`)),
  }),

  // AWS generates the ID of a key.
  Keys: (d) => ({ Resource: key(d), Condition: { StringEquals: tags("ResourceTag", d) } }),
  NewKeys: (d) => ({ Resource: ["*"], Condition: { StringEquals: tags("RequestTag", d) } }),
  // A key that is being created has no tags yet. Nobody can give a key that has an owner another one.
  TagsOfNewKeys: (d) => ({
    Resource: key(d),
    Condition: {
      StringEquals: tags("RequestTag", d),
      Null: { "aws:ResourceTag/Environment": "true" },
    },
  }),
  KeysOfServices: (d) => ({
    Resource: key(d),
    Condition: {
      StringEquals: {
        "kms:ViaService": ["rds", "secretsmanager"].map(
          (name) => `${name}.${d.region}.${d.partition.dnsSuffix}`,
        ),
        ...tags("ResourceTag", d),
      },
    },
  }),
  GrantsOfServices: (d) => ({
    Resource: key(d),
    Condition: {
      Bool: { "kms:GrantIsForAWSResource": "true" },
      StringEquals: tags("ResourceTag", d),
    },
  }),
  ListAliases: () => ({ Resource: ["*"] }),
  Aliases: (d) => ({ Resource: named(d, "aws_kms_alias", "name").map((alias) => arn(d, "kms", alias)) }),

  Secrets: (d) => ({
    // AWS appends six characters to the name.
    Resource: named(d, "aws_secretsmanager_secret", "name").map((name) =>
      arn(d, "secretsmanager", `secret:${name}-??????`),
    ),
  }),
  RandomPasswords: () => ({ Resource: ["*"] }),

  ListLogGroups: () => ({ Resource: ["*"] }),
  LogGroups: (d) => ({
    Resource: named(d, "aws_cloudwatch_log_group", "name").flatMap((name) => [
      arn(d, "logs", `log-group:${name}`),
      arn(d, "logs", `log-group:${name}:*`),
    ]),
  }),

  SeeNetwork: () => ({ Resource: ["*"] }),
  NewSecurityGroups: (d) => ({
    Resource: [arn(d, "ec2", "security-group/*")],
    Condition: { StringEquals: tags("RequestTag", d) },
  }),
  VpcOfSecurityGroups: (d) => ({
    Resource: named(d, "aws_security_group", "vpc_id").map((id) => arn(d, "ec2", `vpc/${id}`)),
  }),
  TagsOfNewSecurityGroups: (d) => ({
    Resource: [arn(d, "ec2", "security-group/*"), arn(d, "ec2", "security-group-rule/*")],
    Condition: {
      StringEquals: { "ec2:CreateAction": ["CreateSecurityGroup", "AuthorizeSecurityGroupIngress"] },
    },
  }),
  SecurityGroups: (d) => ({
    Resource: [arn(d, "ec2", "security-group/*"), arn(d, "ec2", "security-group-rule/*")],
    Condition: { StringEquals: tags("ResourceTag", d) },
  }),
  // A rule that is being created has no tags yet; its group decides.
  SecurityGroupRules: (d) => ({ Resource: [arn(d, "ec2", "security-group-rule/*")] }),

  Alarms: (d) => ({ Resource: [arn(d, "cloudwatch", `alarm:${databaseName(d.environment)}-*`)] }),

  Database: (d) => {
    const name = databaseName(d.environment);
    return {
      Resource: [
        ...[`cluster:${name}`, `db:${name}-*`, `subgrp:${name}`, `cluster-pg:${name}-*`],
        ...[`cluster-snapshot:${name}-final`, "pg:default.*", "og:default:*"],
      ].map((resource) => arn(d, "rds", resource)),
    };
  },
  SeeGlobalClusters: (d) => ({
    Resource: [`arn:${d.partition.name}:rds::${d.account}:global-cluster:*`],
  }),

  StateRoles: (d) => ({ Resource: [...new Set(d.states.flatMap(({ roleArn }) => roleArn ?? []))].sort() }),
  StateBuckets: (d) => ({
    Resource: [...new Set(d.states.map(({ bucket }) => `arn:${d.partition.name}:s3:::${bucket}`))],
  }),
  States: (d) => ({
    Resource: d.states.map((state) => `arn:${d.partition.name}:s3:::${state.bucket}/${state.key}`).sort(),
  }),
  StateLocks: (d) => ({
    Resource: d.states
      .map((state) => `arn:${d.partition.name}:s3:::${state.bucket}/${state.key}.tflock`)
      .sort(),
  }),
  StateKeys: (d) => {
    const aliases = [...new Set(d.states.flatMap(({ keyAlias }) => keyAlias ?? []))];
    return {
      Resource: [...new Set(aliases.map((alias) => alias.replace(/:alias\/.*$/, ":key/*")))],
      Condition: {
        "ForAnyValue:StringEquals": {
          "kms:ResourceAliases": aliases.map((alias) => alias.replace(/^.*:alias/, "alias")),
        },
      },
    };
  },
} satisfies Record<string, (deployed: Deployed) => Where>;

export type StatementName = keyof typeof statements;

function clusters(deployed: Deployed): string[] {
  return [
    ...new Set([
      ...named(deployed, "data.aws_eks_cluster", "name"),
      ...named(deployed, "aws_eks_pod_identity_association", "cluster_name"),
    ]),
  ].sort();
}
