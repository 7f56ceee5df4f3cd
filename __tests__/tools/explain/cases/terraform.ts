/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access -- a pull request changes the text anywhere */
import type { Case } from "../estate";
import { policy } from "./edits";

/** What Terraform itself runs and keeps. */
export const terraform: Case[] = [
  {
    change: "a resource that nobody knows, and a program that runs in the plan",
    edit: ({ storage }) => {
      storage.resource.aws_iam_user = { backup: { name: "backup" } };
      storage.data = { external: { hint: { program: ["sh", "-c", "id"] } } };
    },
    stacks: ["storage"],
    danger: [
      "aws_iam_user.backup is of the type aws_iam_user, which this project doesn't use",
      "data.external.hint is a data source that this project doesn't use",
    ],
  },
  {
    change: "the state is not locked",
    edit: ({ storage }) => {
      storage.terraform.backend.s3.use_lockfile = false;
    },
    stacks: ["storage"],
    danger: ["The state is kept differently"],
  },
  {
    change: "another provider",
    edit: ({ iam }) => {
      iam.terraform.required_providers.helper = { source: "example/helper", version: "1.0.0" };
    },
    stacks: ["iam"],
    danger: ["Another provider is installed"],
  },
  {
    change: "another version of a provider",
    edit: ({ iam }) => {
      iam.terraform.required_providers.aws.version = "6.26.0";
    },
    stacks: ["iam"],
    check: ["The version of a provider changes"],
  },
  {
    change: "another attribute next to one that has a sentence",
    edit: ({ storage }) => {
      storage.resource.aws_rds_cluster.archive.serverlessv2_scaling_configuration.max_capacity = 8;
      storage.resource.aws_rds_cluster.archive.vpc_security_group_ids = ["sg-0123456789abcdef0"];
    },
    stacks: ["storage"],
    check: ["aws_rds_cluster.archive also changes its vpc_security_group_ids"],
  },
  {
    change: "a statement that a policy had already",
    edit: ({ iam }) =>
      policy(iam.resource.aws_iam_role_policy["executor-team-data"], ({ Statement }) => {
        Statement.push({ ...Statement[0], Sid: "Again" });
      }),
    stacks: ["iam"],
    same: ["Workflows of team-data: the policy is written differently"],
  },
  {
    change: "nothing",
    stacks: ["iam", "workflows"],
    never: [/./],
  },
];
