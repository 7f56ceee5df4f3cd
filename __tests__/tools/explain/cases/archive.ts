import { database } from "../../../fixtures/existing-database";
import type { Case } from "../estate";

/** An archive that moves to a database of somebody else, and what could become of it there. */
const place = (arn: string) => arn.replace("123456789012", "333333333333");
const moved = {
  readers: null,
  backupRetentionDays: null,
  logRetentionDays: null,
  database: {
    ...database,
    secretArn: place(database.secretArn),
    secretKmsKeyArn: place(database.secretKmsKeyArn),
  },
};

export const archive: Case[] = [
  {
    change: "the archive moves to a database that exists already",
    file: { archive: moved, monitoring: { alarmTopicArn: null } },
    stacks: ["storage", "workflows", "iam"],
    check: [
      "The database production-argo-archive is forgotten: it stays with every archived workflow and costs as before, and Terraform no longer manages it",
      "Argo keeps finished workflows in another database: postgres.example.com",
      "What the old one has is no longer shown",
    ],
    note: ["Argo connects to the archive with TLS mode verify-full (before: require)"],
    never: ["production-argo-archive will be destroyed", "data loss"],
  },
  {
    change: "the archive is off, and so is a database that exists already",
    file: { archive: null, monitoring: { alarmTopicArn: null } },
    stacks: ["storage"],
    danger: ["The database production-argo-archive will be destroyed: data loss"],
    never: ["is forgotten"],
  },
];
