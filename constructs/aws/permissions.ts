import type { Environment, Team } from "../../config/environment";
import {
  type AccountAndRegion,
  arnOf,
  artifactBucketName,
  artifactPrefix,
  databaseIamUser,
  databaseSecretName,
  dataKeyAlias,
  roleArn,
  roleNames,
  s3Arn,
  secretsPath,
  serviceEndpoint,
  ssoSecretName,
} from "../../config/naming";
import { assumeActions } from "./artifact-role";
import type { Statement } from "./policy-document";

type Settings = AccountAndRegion &
  Pick<Environment, "name" | "archive" | "artifacts" | "cluster" | "iam" | "login">;

/**
 * Argo's server has no right to any object. To show artifacts and archived logs of a namespace, it assumes the artifact
 * role of that namespace. The pattern covers these roles only, and each of them names the server in its trust policy; a
 * list would not fit into the server's policy.
 */
export function serverPermissions(environment: Settings): Statement[] {
  return [
    ...(environment.artifacts.inUi ? [assumeArtifactRole(environment, "*")] : []),
    ...logInToDatabase(environment),
  ];
}

/**
 * Argo's controller touches no artifact. For a container without `command` it asks the registry for the image's
 * entrypoint (argo-workflows: workflow/controller/entrypoint). So it may read every image of the account, as the nodes
 * may: a list of the teams' repositories would miss mirrored tools, and would not fit into the role's policy.
 */
export function controllerPermissions(environment: Settings): Statement[] {
  return [
    logInToRegistry,
    {
      Sid: "LookUpImages",
      Effect: "Allow",
      Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: [arnOf(environment, "ecr", "repository/*")],
    },
    ...logInToDatabase(environment),
  ];
}

/** External Secrets copies Argo's own secrets into the cluster, and no others. */
export function secretsPermissions(environment: Settings): Statement[] {
  const { name, archive, login } = environment;
  const secrets = [
    ...(archive.enabled ? [databaseSecretName(name)] : []),
    ...(login.sso ? [ssoSecretName(name)] : []),
  ];
  return [
    {
      Sid: "ReadArgosSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue"],
      // AWS appends six characters to the name. A `*` would also match longer names with the same beginning.
      Resource: secrets.map((secret) => arnOf(environment, "secretsmanager", `secret:${secret}-??????`)),
    },
    useDataKey(environment, ["kms:Decrypt"], "secretsmanager"),
  ];
}

/**
 * Argo logs in to its archive with a token of its role. AWS generates the cluster's id, so the name of the user ties
 * the right to one environment: no other database has it (AWS: Aurora user guide, "IAM policy for database access").
 */
function logInToDatabase(environment: Settings): Statement[] {
  const { name, archive } = environment;
  if (!archive.enabled || archive.login !== "iam") return [];
  return [
    {
      Sid: "LogInToArchive",
      Effect: "Allow",
      Action: ["rds-db:connect"],
      Resource: [arnOf(environment, "rds-db", `dbuser:cluster-*/${databaseIamUser(name)}`)],
    },
  ];
}

/** The artifacts of a namespace, and of no other one. */
export function artifactPermissions(environment: Settings, { namespace, artifactGC }: Team): Statement[] {
  const prefix = `${artifactPrefix}/${namespace}/*`;
  return [
    {
      Sid: "UseOwnArtifacts",
      Effect: "Allow",
      Action: [
        "s3:GetObject",
        "s3:PutObject",
        "s3:AbortMultipartUpload",
        "s3:ListMultipartUploadParts",
        ...(artifactGC ? ["s3:DeleteObject"] : []),
      ],
      Resource: [s3Arn(environment, `${artifactBucketName(environment)}/${prefix}`)],
    },
    {
      Sid: "ListArtifacts",
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: [s3Arn(environment, artifactBucketName(environment))],
      Condition: { StringLike: { "s3:prefix": [prefix] } },
    },
    useDataKey(environment, ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}

/** A team's workflow pods: the artifact role and the secrets of their namespace, images of their own repositories. */
export function executorPermissions(environment: Settings, team: Team): Statement[] {
  const push = team.buildsImages && team.repositories.length > 0;
  return [
    assumeArtifactRole(environment, team.namespace),
    {
      Sid: "ReadOwnSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: [
        arnOf(environment, "secretsmanager", `secret:${secretsPath(environment.name, team.namespace)}/*`),
      ],
    },
    ...(push ? [logInToRegistry, useOwnRepositories(environment, team.repositories)] : []),
  ];
}

/**
 * A team's deploy steps run as their own service account. Argo uses it to archive their logs and to fetch their
 * artifacts. It can't use images or secrets.
 */
export function deployerPermissions(environment: Settings, team: Team): Statement[] {
  return [assumeArtifactRole(environment, team.namespace)];
}

/** @param namespace `*` for all namespaces */
function assumeArtifactRole(environment: Settings, namespace: string): Statement {
  return {
    Sid: "AssumeArtifactRole",
    Effect: "Allow",
    Action: assumeActions(environment.cluster.identity),
    Resource: [roleArn(environment, roleNames.artifacts(environment.name, namespace))],
  };
}

const logInToRegistry: Statement = {
  Sid: "LogInToRegistry",
  Effect: "Allow",
  Action: ["ecr:GetAuthorizationToken"],
  // This action supports no resource (AWS: service authorization reference, ECR).
  Resource: ["*"],
};

/** Pull and push (AWS: ECR user guide, "IAM permissions for pushing an image"), and read digests. */
function useOwnRepositories(environment: Settings, repositories: readonly string[]): Statement {
  return {
    Sid: "UseOwnRepositories",
    Effect: "Allow",
    Action: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:DescribeImages",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ],
    Resource: repositories.map((repository) => arnOf(environment, "ecr", `repository/${repository}`)),
  };
}

/**
 * Refers to the key by its alias, because AWS generates its id. Only one service may use it on behalf of the role.
 * `kms:ResourceAliases` is a list, hence `ForAnyValue` (AWS: KMS developer guide, "kms:ResourceAliases").
 */
function useDataKey(environment: Settings, actions: readonly string[], service = "s3"): Statement {
  return {
    Sid: "UseDataKey",
    Effect: "Allow",
    Action: actions,
    Resource: [arnOf(environment, "kms", "key/*")],
    Condition: {
      StringEquals: { "kms:ViaService": serviceEndpoint(environment, service) },
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": dataKeyAlias(environment.name) },
    },
  };
}
