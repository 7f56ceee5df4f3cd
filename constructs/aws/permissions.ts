import { createsDatabase } from "../../config/archive-owner";
import { type AccountAndRegion, arnOf, roleArn, s3Arn } from "../../config/arns";
import {
  artifactBucketName,
  artifactPrefix,
  cachePrefix,
  databaseIamUser,
  databaseSecretName,
  githubAppSecret,
  notificationPrefix,
  roleNames,
  secretsPath,
  ssoSecretName,
} from "../../config/aws-naming";
import type { Environment, Team } from "../../config/environment";
import { accountSecrets } from "../../config/naming";
import { type PodRoleKind, pullsImages } from "../../config/pod-accounts";
import { assumeActions } from "./artifact-role";
import {
  inRole,
  refuseOtherEncryption,
  refuseOtherKeys,
  refuseOtherNetworks,
  refusePlainText,
} from "./bucket-refusals";
import { readPublicKey, useArtifactKey, useDataKey, useSecretKey, useSigningKey } from "./key-statements";
import type { Statement } from "./policy-document";
import {
  holdsLayers,
  logInToRegistry,
  pullImages,
  pushImages,
  useImageRepositories,
} from "./registry-statements";

type Settings = AccountAndRegion &
  Pick<Environment, "name" | "archive" | "artifacts" | "cluster" | "iam" | "images" | "login">;

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
  const existing = archive.enabled ? archive.database : undefined;
  const ours = [
    ...(createsDatabase(environment) ? [databaseSecretName(name)] : []),
    ...(login.sso ? [ssoSecretName(name)] : []),
  ];
  return [
    {
      Sid: "ReadArgosSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue"],
      // AWS appends six characters to the name. A `*` would also match longer names with the same beginning.
      Resource: [
        ...(existing ? [existing.secretArn] : []),
        ...ours.map((secret) => arnOf(environment, "secretsmanager", `secret:${secret}-??????`)),
      ],
    },
    ...(ours.length > 0 ? [useDataKey(environment, ["kms:Decrypt"], "secretsmanager")] : []),
    ...(existing?.secretKmsKeyArn === undefined
      ? []
      : [useSecretKey(environment, existing.secretArn, existing.secretKmsKeyArn)]),
  ];
}

/** External Secrets copies the secrets of a team that the environment file lists, and no others. */
export function teamSecretsPermissions(environment: Settings, team: Team): Statement[] {
  return [
    {
      Sid: "ReadListedSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: team.secrets.map((name) => teamSecretArn(environment, team, name)),
    },
  ];
}

/** External Secrets makes tokens of the team's GitHub App with this key. No other role reads it. */
export function githubAppPermissions(environment: Settings, team: Team): Statement[] {
  return [
    {
      Sid: "ReadPrivateKey",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: [teamSecretArn(environment, team, githubAppSecret)],
    },
  ];
}

/** AWS appends six characters to the name. */
function teamSecretArn(environment: Settings, { namespace }: Team, name: string): string {
  const path = secretsPath(environment.name, namespace);
  return arnOf(environment, "secretsmanager", `secret:${path}/${name}-??????`);
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
      Sid: "ReadOwnCaches",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [s3Arn(environment, `${artifactBucketName(environment)}/${cachePrefix}/${namespace}/*`)],
    },
    {
      Sid: "ListArtifacts",
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: [s3Arn(environment, artifactBucketName(environment))],
      Condition: { StringLike: { "s3:prefix": [prefix] } },
    },
    useArtifactKey(environment, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ...refusals(environment),
  ];
}

/** What our own bucket refuses to everyone. The owner of another one decides its policy, so there the roles refuse it. */
function refusals(environment: Settings): Statement[] {
  const { bucket, kmsKeyArn, allowedVpcEndpoints } = environment.artifacts;
  if (bucket === undefined || kmsKeyArn === undefined) return [];
  const objects = s3Arn(environment, `${bucket}/*`);
  return [
    ...refusePlainText(s3Arn(environment, bucket)),
    ...refuseOtherEncryption(objects),
    refuseOtherKeys(objects, kmsKeyArn),
    ...refuseOtherNetworks(objects, allowedVpcEndpoints),
  ].map(inRole);
}

/** What the pods of each role may do. Argo archives their logs and fetches their artifacts with the pod's own role. */
export const podPermissions: Readonly<
  Record<PodRoleKind, (environment: Settings, team: Team) => Statement[]>
> = {
  executor: executorPermissions,
  library: (environment, team) => [assumeArtifactRole(environment, team.namespace)],
  builder: builderPermissions,
  caches: cachePermissions,
  publisher: publisherPermissions,
  signer: signerPermissions,
  verifier: verifierPermissions,
  notifier: notifierPermissions,
};

/** User code: the artifacts of its namespace, and what the environment file adds: the team's secrets, and its statements. */
function executorPermissions(environment: Settings, team: Team): Statement[] {
  const secrets = `secret:${secretsPath(environment.name, team.namespace)}/*`;
  const { pullSecret } = environment.images;
  const ofAccounts = [
    ...team.secrets.filter((name) => Object.hasOwn(accountSecrets, name) || name === pullSecret),
    ...(team.githubApp ? [githubAppSecret] : []),
  ];
  return [
    assumeArtifactRole(environment, team.namespace),
    ...(team.secretsInWorkflows
      ? [
          {
            Sid: "ReadOwnSecrets",
            Effect: "Allow",
            Action: ["secretsmanager:GetSecretValue"],
            Resource: [arnOf(environment, "secretsmanager", secrets)],
          } as const,
          // Only one service account, the node at a pull, or External Secrets may use them.
          ...(ofAccounts.length > 0
            ? [
                {
                  Sid: "LeaveSecretsOfAccounts",
                  Effect: "Deny",
                  Action: ["secretsmanager:GetSecretValue"],
                  Resource: ofAccounts.map((name) => teamSecretArn(environment, team, name)),
                } as const,
              ]
            : []),
        ]
      : []),
    ...team.extraStatements.map(({ Action, Resource, Condition }, index): Statement => ({
      Sid: `Extra${index + 1}`,
      Effect: "Allow",
      Action,
      Resource,
      ...(Condition && { Condition }),
    })),
  ];
}

/** Code of a Dockerfile runs with this role: it pulls base images and cached layers of the team. */
function builderPermissions(environment: Settings, team: Team): Statement[] {
  return [assumeArtifactRole(environment, team.namespace), logInToRegistry, ...pullImages(environment, team)];
}

/**
 * Writes dependency caches, and builds images of trusted revisions: then it also pushes cached layers. Code of a
 * Dockerfile of a trusted revision runs with this role.
 */
function cachePermissions(environment: Settings, team: Team): Statement[] {
  const { namespace, repositories } = team;
  const layers = repositories.filter(holdsLayers);
  const key = `${artifactBucketName(environment)}/${cachePrefix}/${namespace}/*`;
  return [
    assumeArtifactRole(environment, namespace),
    {
      Sid: "WriteOwnCaches",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      Resource: [s3Arn(environment, key)],
    },
    useArtifactKey(environment, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ...refusals(environment),
    ...(pullsImages(team) ? [logInToRegistry, ...pullImages(environment, team)] : []),
    ...(layers.length > 0 ? [pushImages(environment, layers, "PushOwnLayers")] : []),
  ];
}

function publisherPermissions(environment: Settings, team: Team): Statement[] {
  return [
    assumeArtifactRole(environment, team.namespace),
    logInToRegistry,
    ...useImageRepositories(environment, team),
  ];
}

/** Signatures and attestations are in the repository of their image. */
function signerPermissions(environment: Settings, team: Team): Statement[] {
  return [
    assumeArtifactRole(environment, team.namespace),
    logInToRegistry,
    ...useImageRepositories(environment, team),
    ...(team.signing.enabled
      ? [useSigningKey(environment, team, "SignWithOwnKey", ["kms:Sign", ...readPublicKey])]
      : []),
  ];
}

function verifierPermissions(environment: Settings, team: Team): Statement[] {
  const trusted = Object.values(team.signing.trusts).sort();
  return [
    assumeArtifactRole(environment, team.namespace),
    logInToRegistry,
    ...pullImages(environment, team),
    ...(team.signing.enabled ? [useSigningKey(environment, team, "VerifyWithOwnKey", readPublicKey)] : []),
    ...(trusted.length > 0
      ? [{ Sid: "VerifyWithTrustedKeys", Effect: "Allow", Action: readPublicKey, Resource: trusted } as const]
      : []),
  ];
}

/** It publishes to the team's topic, and keeps the last results where nobody else of the namespace can write. */
function notifierPermissions(environment: Settings, team: Team): Statement[] {
  const { when, topicArn } = team.notifications;
  const results = `${artifactBucketName(environment)}/${notificationPrefix}/${team.namespace}/*`;
  return [
    assumeArtifactRole(environment, team.namespace),
    ...(topicArn === undefined
      ? []
      : [
          {
            Sid: "PublishToOwnTopic",
            Effect: "Allow",
            Action: ["sns:Publish"],
            Resource: [topicArn],
          } as const,
        ]),
    ...(when === "change"
      ? [
          {
            Sid: "KeepLastResults",
            Effect: "Allow",
            Action: ["s3:GetObject", "s3:PutObject"],
            Resource: [s3Arn(environment, results)],
          } as const,
          useArtifactKey(environment, ["kms:Decrypt", "kms:GenerateDataKey"]),
          ...refusals(environment),
        ]
      : []),
  ];
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
