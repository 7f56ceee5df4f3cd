import type { StatementName } from "./statements";

/** Actions that Terraform needs for one type of resource, and the statement that allows them. */
export interface Need {
  readonly statement: StatementName;
  /** To plan: the provider reads what exists. */
  readonly read?: readonly string[];
  /** To create, change and delete. */
  readonly write?: readonly string[];
}

const bucket = (read: readonly string[], write: readonly string[]): Need[] => [
  { statement: "Buckets", read, write },
];

/**
 * By Terraform type, what the AWS provider calls. `__tests__/fixtures/deploy-requests.json` has what it was seen to
 * call; deleting, changing tags, and what newer versions of the provider call comes from the provider's source and the
 * service authorization reference of AWS.
 */
export const needs: Readonly<Record<string, readonly Need[]>> = {
  aws_s3_bucket: bucket(
    [
      "s3:ListBucket",
      "s3:ListTagsForResource",
      "s3:GetAccelerateConfiguration",
      "s3:GetBucketAcl",
      "s3:GetBucketCORS",
      "s3:GetBucketLogging",
      "s3:GetBucketObjectLockConfiguration",
      "s3:GetBucketPolicy",
      "s3:GetBucketRequestPayment",
      "s3:GetBucketTagging",
      "s3:GetBucketVersioning",
      "s3:GetBucketWebsite",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
    ],
    ["s3:CreateBucket", "s3:DeleteBucket", "s3:PutBucketTagging", "s3:TagResource", "s3:UntagResource"],
  ),
  aws_s3_bucket_lifecycle_configuration: bucket(
    ["s3:GetLifecycleConfiguration"],
    ["s3:PutLifecycleConfiguration"],
  ),
  aws_s3_bucket_logging: bucket(["s3:GetBucketLogging"], ["s3:PutBucketLogging"]),
  aws_s3_bucket_ownership_controls: bucket(
    ["s3:GetBucketOwnershipControls"],
    ["s3:PutBucketOwnershipControls"],
  ),
  aws_s3_bucket_policy: bucket(["s3:GetBucketPolicy"], ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]),
  aws_s3_bucket_public_access_block: bucket(
    ["s3:GetBucketPublicAccessBlock"],
    ["s3:PutBucketPublicAccessBlock"],
  ),
  aws_s3_bucket_server_side_encryption_configuration: bucket(
    ["s3:GetEncryptionConfiguration"],
    ["s3:PutEncryptionConfiguration"],
  ),
  aws_s3_bucket_versioning: bucket(["s3:GetBucketVersioning"], ["s3:PutBucketVersioning"]),

  "data.aws_s3_bucket": [{ statement: "ExistingBuckets", read: ["s3:ListBucket"] }],
  "data.aws_s3_bucket_policy": [{ statement: "ExistingBuckets", read: ["s3:GetBucketPolicy"] }],
  "data.aws_kms_key": [{ statement: "ExistingKeys", read: ["kms:DescribeKey"] }],

  aws_iam_role: [
    {
      statement: "Roles",
      read: ["iam:GetRole", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
      write: [
        "iam:DeleteRole",
        "iam:ListInstanceProfilesForRole",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
    },
    { statement: "RolePermissions", write: ["iam:CreateRole", "iam:PutRolePermissionsBoundary"] },
  ],
  aws_iam_role_policy: [
    { statement: "Roles", read: ["iam:GetRolePolicy"] },
    { statement: "RolePermissions", write: ["iam:PutRolePolicy", "iam:DeleteRolePolicy"] },
  ],
  aws_iam_role_policy_attachment: [
    { statement: "Roles", read: ["iam:ListAttachedRolePolicies"] },
    { statement: "RoleAttachments", write: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"] },
  ],
  aws_eks_pod_identity_association: [
    {
      statement: "PodIdentities",
      read: ["eks:DescribePodIdentityAssociation", "eks:ListTagsForResource"],
      write: [
        "eks:UpdatePodIdentityAssociation",
        "eks:DeletePodIdentityAssociation",
        "eks:TagResource",
        "eks:UntagResource",
      ],
    },
    { statement: "Cluster", write: ["eks:CreatePodIdentityAssociation", "eks:TagResource"] },
    { statement: "RolesOfPods", write: ["iam:PassRole"] },
  ],
  "data.aws_eks_cluster": [{ statement: "Cluster", read: ["eks:DescribeCluster"] }],

  aws_kms_key: [
    {
      statement: "Keys",
      read: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
      write: [
        "kms:PutKeyPolicy",
        "kms:EnableKeyRotation",
        "kms:DisableKeyRotation",
        "kms:UpdateKeyDescription",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
      ],
    },
    { statement: "NewKeys", write: ["kms:CreateKey"] },
    { statement: "TagsOfNewKeys", write: ["kms:TagResource"] },
  ],
  aws_kms_alias: [
    { statement: "ListAliases", read: ["kms:ListAliases"] },
    { statement: "Aliases", write: ["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"] },
    { statement: "Keys", write: ["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"] },
  ],

  aws_secretsmanager_secret: [
    {
      statement: "Secrets",
      read: ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"],
      write: [
        "secretsmanager:CreateSecret",
        "secretsmanager:UpdateSecret",
        "secretsmanager:DeleteSecret",
        "secretsmanager:TagResource",
        "secretsmanager:UntagResource",
      ],
    },
    { statement: "KeysOfServices", write: ["kms:Decrypt", "kms:GenerateDataKey"] },
  ],
  aws_secretsmanager_secret_version: [
    {
      statement: "Secrets",
      read: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      write: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
    },
    { statement: "KeysOfServices", read: ["kms:Decrypt"] },
  ],
  "ephemeral.aws_secretsmanager_secret_version": [
    { statement: "Secrets", read: ["secretsmanager:GetSecretValue"] },
  ],
  "ephemeral.aws_secretsmanager_random_password": [
    { statement: "RandomPasswords", read: ["secretsmanager:GetRandomPassword"] },
  ],

  aws_cloudwatch_log_group: [
    { statement: "ListLogGroups", read: ["logs:DescribeLogGroups"] },
    {
      statement: "LogGroups",
      read: ["logs:ListTagsForResource"],
      write: [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:AssociateKmsKey",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ],
    },
  ],

  aws_security_group: [
    {
      statement: "SeeNetwork",
      read: ["ec2:DescribeSecurityGroups"],
      write: ["ec2:DescribeNetworkInterfaces"],
    },
    { statement: "NewSecurityGroups", write: ["ec2:CreateSecurityGroup"] },
    { statement: "VpcOfSecurityGroups", write: ["ec2:CreateSecurityGroup"] },
    { statement: "TagsOfNewSecurityGroups", write: ["ec2:CreateTags"] },
    {
      statement: "SecurityGroups",
      write: ["ec2:RevokeSecurityGroupEgress", "ec2:DeleteSecurityGroup", "ec2:CreateTags", "ec2:DeleteTags"],
    },
  ],
  aws_vpc_security_group_ingress_rule: [
    { statement: "SeeNetwork", read: ["ec2:DescribeSecurityGroupRules"] },
    {
      statement: "SecurityGroups",
      write: [
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:RevokeSecurityGroupIngress",
        "ec2:ModifySecurityGroupRules",
        "ec2:UpdateSecurityGroupRuleDescriptionsIngress",
      ],
    },
    {
      statement: "SecurityGroupRules",
      write: ["ec2:AuthorizeSecurityGroupIngress", "ec2:ModifySecurityGroupRules"],
    },
    { statement: "TagsOfNewSecurityGroups", write: ["ec2:CreateTags"] },
  ],

  aws_db_subnet_group: [
    {
      statement: "Database",
      read: ["rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"],
      write: [
        "rds:CreateDBSubnetGroup",
        "rds:ModifyDBSubnetGroup",
        "rds:DeleteDBSubnetGroup",
        "rds:AddTagsToResource",
        "rds:RemoveTagsFromResource",
      ],
    },
    {
      statement: "SeeNetwork",
      write: [
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "ec2:DescribeVpcAttribute",
      ],
    },
  ],
  aws_rds_cluster_parameter_group: [
    {
      statement: "Database",
      read: [
        "rds:DescribeDBClusterParameterGroups",
        "rds:DescribeDBClusterParameters",
        "rds:ListTagsForResource",
      ],
      write: [
        "rds:CreateDBClusterParameterGroup",
        "rds:ModifyDBClusterParameterGroup",
        "rds:ResetDBClusterParameterGroup",
        "rds:DeleteDBClusterParameterGroup",
        "rds:AddTagsToResource",
        "rds:RemoveTagsFromResource",
      ],
    },
  ],
  aws_rds_cluster: [
    {
      statement: "Database",
      read: ["rds:DescribeDBClusters", "rds:ListTagsForResource"],
      write: [
        "rds:CreateDBCluster",
        "rds:ModifyDBCluster",
        "rds:DeleteDBCluster",
        "rds:CreateDBClusterSnapshot",
        "rds:AddTagsToResource",
        "rds:RemoveTagsFromResource",
      ],
    },
    { statement: "SeeGlobalClusters", read: ["rds:DescribeGlobalClusters"] },
    { statement: "Keys", write: ["kms:DescribeKey"] },
    { statement: "KeysOfServices", write: ["kms:Decrypt", "kms:GenerateDataKey"] },
    { statement: "GrantsOfServices", write: ["kms:CreateGrant"] },
    { statement: "RoleOfDatabases", write: ["iam:CreateServiceLinkedRole"] },
  ],
  aws_rds_cluster_instance: [
    {
      statement: "Database",
      read: ["rds:DescribeDBInstances", "rds:ListTagsForResource"],
      write: [
        "rds:CreateDBInstance",
        "rds:ModifyDBInstance",
        "rds:DeleteDBInstance",
        "rds:AddTagsToResource",
        "rds:RemoveTagsFromResource",
      ],
    },
    { statement: "RolesOfMonitoring", write: ["iam:PassRole"] },
  ],
  aws_cloudwatch_metric_alarm: [
    {
      statement: "Alarms",
      read: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
      write: [
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:DeleteAlarms",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
      ],
    },
  ],
  "data.aws_rds_cluster": [
    { statement: "Database", read: ["rds:DescribeDBClusters", "rds:ListTagsForResource"] },
  ],
};
