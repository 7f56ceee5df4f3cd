/* eslint-disable @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access -- a pull request changes the text anywhere */
import type { Case } from "../estate";
import { policy } from "./edits";

/** Who can do more or less in AWS and in the cluster. */
export const access: Case[] = [
  {
    change: "a team's steps may read the team's secrets in AWS",
    file: { teams: { data: { secretsInWorkflows: true } } },
    stacks: ["iam"],
    check: ["Workflows of team-data may now read secret production/argo/team-data/*"],
    never: [/team-ml|team-backend/, /DANGER/],
  },
  {
    change: "a team's steps get a bucket of their own",
    file: {
      teams: {
        data: { extraStatements: [{ Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::reports/*"] }] },
      },
    },
    stacks: ["iam"],
    check: ["Workflows of team-data may now read objects in reports/*"],
  },
  {
    change: "a team may push to another repository",
    file: { teams: { frontend: { repositories: ["frontend/web", "frontend/admin"] } } },
    stacks: ["iam"],
    check: [
      "Steps that publish images of team-frontend may now pull images from and push images to frontend/admin",
    ],
    never: ["team-backend"],
  },
  {
    change: "a team's caches are trusted",
    file: { teams: { backend: { trustedRevisions: { "https://git.example.com/backend/api": ["main"] } } } },
    stacks: ["iam"],
    check: [
      "Steps that write caches of team-backend can now take role production-argo-artifacts-team-backend",
    ],
    note: ["Steps that write caches of team-backend get a new role in AWS, and may"],
  },
  {
    change: "a star in the resource of an artifact role",
    edit: ({ iam }) =>
      policy(iam.resource.aws_iam_role_policy["artifacts-team-data"], ({ Statement }) => {
        Statement[0].Resource = ["arn:aws:s3:::production-argo-artifacts-333333333333/artifacts/*"];
      }),
    stacks: ["iam"],
    danger: [
      "The artifact role of team-data may now read objects in, write objects to and delete objects in production-argo-artifacts-333333333333/artifacts/*",
      "That belongs to team-backend, team-frontend, team-integrations and team-ml",
    ],
  },
  {
    change: "a star as the action of a statement",
    edit: ({ iam }) =>
      policy(iam.resource.aws_iam_role_policy["executor-team-ml"], ({ Statement }) => {
        Statement[0].Action = ["sts:*"];
      }),
    stacks: ["iam"],
    danger: ["Workflows of team-ml may now call sts:* on"],
  },
  {
    change: "a second statement in the middle of a policy",
    edit: ({ iam }) =>
      policy(iam.resource.aws_iam_role_policy["controller"], ({ Statement }) => {
        Statement.splice(1, 0, {
          Sid: "LookUpMore",
          Effect: "Allow",
          Action: ["secretsmanager:GetSecretValue"],
          Resource: [
            "arn:aws:secretsmanager:eu-central-1:333333333333:secret:production/argo/database-??????",
          ],
        });
      }),
    stacks: ["iam"],
    danger: ["Role production-argo-controller may now read secret production/argo/database"],
  },
  {
    change: "everything but IAM",
    edit: ({ iam }) =>
      policy(iam.resource.aws_iam_role_policy["executor-team-data"], ({ Statement }) => {
        Statement.push({ Effect: "Allow", NotAction: "iam:*", Resource: "*" });
      }),
    stacks: ["iam"],
    danger: ["Workflows of team-data may now call every action but iam:* on everything"],
  },
  {
    change: "a second policy of a role",
    edit: ({ iam }) => {
      iam.resource.aws_iam_role_policy["notes"] = {
        name: "notes",
        role: "${aws_iam_role.executor-team-ml.id}",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: "s3:GetObject",
              Resource: "arn:aws:s3:::production-argo-artifacts-333333333333/artifacts/team-data/*",
            },
          ],
        }),
      };
    },
    stacks: ["iam"],
    danger: [
      "Workflows of team-ml may now read objects in production-argo-artifacts-333333333333/artifacts/team-data/*. That belongs to team-data",
    ],
  },
  {
    change: "the condition of a statement is gone",
    edit: ({ iam }) =>
      policy(iam.resource.aws_iam_role_policy["artifacts-team-ml"], ({ Statement }) => {
        for (const statement of Statement) delete statement.Condition;
      }),
    stacks: ["iam"],
    danger: ["without the condition that it had to meet before"],
  },
  {
    change: "the same policy in another order, with other Sids and single values",
    edit: ({ iam }) =>
      policy(iam.resource.aws_iam_role_policy["signer-team-backend"], (document) => {
        document.Statement.reverse();
        for (const statement of document.Statement) {
          statement.Sid = `X${statement.Sid as string}`;
          statement.Action = [statement.Action].flat().reverse();
          if (statement.Resource.length === 1) statement.Resource = statement.Resource[0];
        }
      }),
    stacks: ["iam"],
    same: [
      "Steps that sign images of team-backend: the policy is written differently, and allows and refuses the same",
    ],
    never: [/may now|may no longer/],
  },
  {
    change: "another service account may take a role",
    edit: ({ iam }) =>
      policy(
        iam.resource.aws_iam_role["executor-team-data"],
        ({ Statement }) => {
          const { Condition } = Statement[0];
          const key = Object.keys(Condition.StringEquals).find((name) => name.endsWith(":sub")) ?? "";
          Condition.StringEquals[key] = [
            Condition.StringEquals[key],
            "system:serviceaccount:team-ml:argo-workflow",
          ];
        },
        "assume_role_policy",
      ),
    stacks: ["iam"],
    check: ["Service account team-ml/argo-workflow can now take role production-argo-executor-team-data"],
    never: ["no longer"],
  },
  {
    change: "the older language of policies, in which variables mean nothing",
    edit: ({ iam }) =>
      policy(iam.resource.aws_iam_role_policy["executor-team-data"], (document) => {
        document.Version = "2008-10-17";
      }),
    stacks: ["iam"],
    check: ["Workflows of team-data: the policy has other statements"],
    never: ["written differently"],
  },
  {
    change: "every pod may take a role",
    edit: ({ iam }) =>
      policy(
        iam.resource.aws_iam_role["server"],
        ({ Statement }) => {
          Statement[0].Condition = {};
        },
        "assume_role_policy",
      ),
    stacks: ["iam"],
    danger: ["Everybody who logs in at"],
  },
  {
    change: "the permissions boundary is gone",
    file: { iam: { permissionsBoundaryArn: null } },
    stacks: ["iam"],
    danger: [
      "Without the permissions boundary arn:aws:iam::333333333333:policy/workload-boundary, nothing limits the policies of",
    ],
  },
  {
    change: "a managed policy is attached",
    edit: ({ iam }) => {
      iam.resource.aws_iam_role_policy_attachment = {
        more: { role: "production-argo-server", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      };
    },
    stacks: ["iam"],
    danger: ["Role production-argo-server gets the policy arn:aws:iam::aws:policy/AdministratorAccess"],
  },
  {
    change: "the bucket is public",
    edit: ({ storage }) => {
      policy(storage.resource.aws_s3_bucket_policy.artifacts, ({ Statement }) => {
        Statement.push({
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::production-argo-artifacts-333333333333/*",
        });
      });
      storage.resource.aws_s3_bucket_public_access_block.artifacts.block_public_policy = false;
    },
    stacks: ["storage"],
    danger: [
      "Everybody may now read objects in bucket production-argo-artifacts-333333333333. That is everybody in the world",
      "accepts a public policy",
    ],
  },
  {
    change: "the bucket accepts plain HTTP",
    edit: ({ storage }) =>
      policy(storage.resource.aws_s3_bucket_policy.artifacts, (document) => {
        document.Statement = document.Statement.filter(
          ({ Sid }: { Sid: string }) => Sid !== "RefusePlainHttp",
        );
      }),
    stacks: ["storage"],
    danger: ["The bucket production-argo-artifacts-333333333333 no longer refuses requests without TLS"],
  },
  {
    change: "a group is bound to a stronger role",
    edit: ({ workflows }) => {
      workflows.resource.kubernetes_cluster_role_binding_v1["people"] = {
        metadata: { name: "people" },
        role_ref: { api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "argo-admin" },
        subject: [{ kind: "Group", name: "engineering", api_group: "rbac.authorization.k8s.io" }],
      };
    },
    stacks: ["workflows"],
    danger: ["Everybody in group engineering may now"],
  },
  {
    change: "a team's account reads secrets",
    edit: ({ tenancy }) => {
      tenancy.resource.kubernetes_role_v1["team-data_argo-submitter"].rule.push({
        api_groups: [""],
        resources: ["secrets"],
        verbs: ["get", "list"],
      });
    },
    stacks: ["tenancy"],
    danger: ["Service account team-data/argo-submitter may now get and list secrets in team-data"],
  },
  {
    change: "rules of a role are split",
    edit: ({ tenancy }) => {
      const role = tenancy.resource.kubernetes_role_v1["team-data_argo-submitter"];
      role.rule = role.rule.flatMap((rule: { verbs: string[] }) =>
        rule.verbs.map((verb) => ({ ...rule, verbs: [verb] })),
      );
    },
    stacks: ["tenancy"],
    same: ["Role argo-submitter is written differently and gives the same rights"],
    never: [/may now/],
  },
  {
    change: "administrators of another group",
    file: { login: { sso: { adminGroups: ["platform", "engineering-leads"] } } },
    stacks: ["workflows", "tenancy"],
    danger: ["People in group engineering-leads now act as argo/argo-admin"],
  },
  {
    change: "another group may run a team's workflows",
    file: { teams: { data: { groups: ["data", "analysts"] } } },
    stacks: ["workflows", "tenancy"],
    check: ["People in group analysts now act as team-data/argo-submitter: they run the team's workflows"],
    never: [/People in group data /],
  },
  {
    change: "a team deploys to a namespace of another team",
    file: { teams: { data: { deployTo: ["backend"] } } },
    stacks: ["tenancy"],
    check: ["Service account team-data/argo-deployer may now"],
  },
  {
    change: "a secret is copied to a team's namespace",
    file: { teams: { data: { secrets: ["warehouse"] } } },
    stacks: ["workflows", "iam"],
    check: [
      "Secret warehouse in team-data now holds production/argo/team-data/warehouse, from outside of the cluster",
    ],
  },
];
