/* eslint-disable @typescript-eslint/no-unsafe-member-access -- a pull request changes the text anywhere */
import type { Case } from "../estate";

/** Databases, buckets, outputs, and what becomes of their content. */
export const data: Case[] = [
  {
    change: "the archive database gets another user",
    edit: ({ storage }) => {
      storage.resource.aws_rds_cluster.archive.master_username = "admin";
    },
    stacks: ["storage"],
    danger: ["The database production-argo-archive will be replaced: data loss"],
  },
  {
    change: "the archive is turned off",
    file: { archive: null, monitoring: { alarmTopicArn: null } },
    stacks: ["storage"],
    danger: [
      "The database production-argo-archive will be destroyed: data loss",
      "Secret production/argo/database will be destroyed: data loss",
    ],
  },
  {
    change: "deletion protection is off",
    file: { archive: { deletionProtection: false } },
    stacks: ["storage"],
    danger: ["The database production-argo-archive can be deleted from now on"],
  },
  {
    change: "one reader less, and less capacity",
    file: { archive: { readers: 1, maxCapacity: 2 } },
    stacks: ["storage"],
    check: ["Database instance production-argo-archive-reader-2 will be destroyed"],
    note: ["may grow to 2 ACU (before: 4)"],
    never: ["data loss"],
  },
  {
    change: "the archive may grow",
    file: { archive: { maxCapacity: 16 } },
    stacks: ["storage"],
    check: ["The database production-argo-archive may grow to 16 ACU (before: 4): it can cost more"],
    never: ["replaced"],
  },
  {
    change: "artifacts are deleted earlier",
    file: { artifacts: { retentionDays: 14 } },
    stacks: ["storage"],
    check: ["are deleted after 14 days"],
  },
  {
    change: "the bucket gets another name",
    edit: ({ storage }) => {
      storage.resource.aws_s3_bucket.artifacts.bucket = "production-argo-objects-333333333333";
    },
    stacks: ["storage"],
    danger: [
      "Bucket production-argo-artifacts-333333333333 will be replaced (its bucket changes): data loss",
    ],
  },
  {
    change: "versioning is suspended and prevent_destroy is gone",
    edit: ({ storage }) => {
      storage.resource.aws_s3_bucket_versioning.artifacts.versioning_configuration.status = "Suspended";
      delete storage.resource.aws_s3_bucket.artifacts.lifecycle;
      delete storage.resource.aws_kms_key.argo.lifecycle;
    },
    stacks: ["storage"],
    danger: [
      "no longer keeps old versions",
      "aws_kms_key.argo and aws_s3_bucket.artifacts can be destroyed from now on",
    ],
  },
  {
    change: "an output shows the password of the archive",
    edit: ({ storage }) => {
      storage.output.hint = {
        value: "${ephemeral.aws_secretsmanager_secret_version.archive-password.secret_string}",
      };
    },
    stacks: ["storage"],
    danger: ["Output hint writes a secret to the state"],
  },
  {
    change: "an output more that is no secret",
    edit: ({ storage }) => {
      storage.output.region = { value: "eu-central-1" };
    },
    stacks: ["storage"],
    note: ["Output region is new"],
    never: [/writes a secret/],
  },
];
