import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Policy, policyOf } from "../../audit/policy";
import { readDeployed } from "../../tools/deploy-policy/deployed";
import { deployPolicy, type Purpose } from "../../tools/deploy-policy/policy";
import { readStacks } from "../../tools/generators/synthesized-stacks";
import { verdict } from "../fixtures/simulation";

// The simulator checks every request; a busy machine needs more than the five seconds that jest grants.
jest.setTimeout(60_000);

const stacks = readStacks("cdktf.out");
const environments = [...new Set(stacks.map(({ environment }) => environment))];
const deployed = readDeployed("production", stacks);
const { account } = deployed;

const policies = Object.fromEntries(
  (["deploy", "plan", "state"] as const).map((purpose) => [purpose, deployPolicy(deployed, purpose)]),
) as Record<Purpose, Policy>;

/** What Terraform was seen to call with each role (`npm run e2e:aws`). */
const recorded = (
  JSON.parse(readFileSync("__tests__/fixtures/deploy-actions.json", "utf8")) as {
    roles: Record<string, string[]>;
  }
).roles;
const roles: Record<string, Purpose> = {
  "argo-deploy": "deploy",
  "argo-plan": "plan",
  "terraform-state": "state",
};

const role = `arn:aws:iam::${account}:role/argo/production-argo-server`;
const key = `arn:aws:kms:eu-central-1:${account}:key/11111111-2222-3333-4444-555555555555`;
const group = `arn:aws:ec2:eu-central-1:${account}:security-group/sg-0123456789abcdef0`;
const bucket = "arn:aws:s3:::production-argo-artifacts-333333333333";
const rds = (resource: string) => `arn:aws:rds:eu-central-1:${account}:${resource}`;
const own = { Application: "argo-workflows", Environment: "production" };
const tags = (kind: "ResourceTag" | "RequestTag", of: Record<string, string> = own) =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [`aws:${kind}/${name}`, value]));
const boundary = { "iam:PermissionsBoundary": `arn:aws:iam::${account}:policy/workload-boundary` };

/** A resource of production for each action, and what AWS knows about the request. */
function request(action: string): { resource: string; context?: Record<string, string | string[]> } {
  const [service = "", name = ""] = action.split(":");
  const state = "arn:aws:s3:::example-production-terraform-state/argo/production/iam/terraform.tfstate";
  const special: Record<string, { resource: string; context?: Record<string, string> }> = {
    "ec2:CreateSecurityGroup": { resource: group, context: tags("RequestTag") },
    "ec2:CreateTags": { resource: group, context: { "ec2:CreateAction": "CreateSecurityGroup" } },
    "ec2:AuthorizeSecurityGroupIngress": { resource: group, context: tags("ResourceTag") },
    "ec2:RevokeSecurityGroupEgress": { resource: group, context: tags("ResourceTag") },
    "iam:AttachRolePolicy": {
      resource: role,
      context: {
        ...boundary,
        "iam:PolicyARN": "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
      },
    },
    "iam:CreateRole": { resource: role, context: boundary },
    "iam:PutRolePolicy": { resource: role, context: boundary },
    "kms:CreateAlias": { resource: `arn:aws:kms:eu-central-1:${account}:alias/production-argo` },
    "kms:CreateKey": { resource: "*", context: tags("RequestTag") },
    "kms:ListAliases": { resource: "*" },
    "logs:DescribeLogGroups": { resource: "*" },
    "rds:CreateDBInstance": { resource: rds("db:production-argo-archive-writer") },
    "rds:DescribeDBInstances": { resource: rds("db:production-argo-archive-writer") },
    "rds:DescribeGlobalClusters": { resource: `arn:aws:rds::${account}:global-cluster:any` },
    "s3:DeleteObject": { resource: `${state}.tflock` },
    "s3:GetObject": { resource: state },
    "s3:PutObject": { resource: state },
    "secretsmanager:GetRandomPassword": { resource: "*" },
    "sts:AssumeRole": { resource: `arn:aws:iam::${account}:role/terraform-state` },
  };
  if (action in special) return special[action] ?? { resource: "*" };
  if (name.includes("SubnetGroup")) return { resource: rds("subgrp:production-argo-archive") };
  if (name.includes("ParameterGroup") || name.includes("DBClusterParameters"))
    return { resource: rds("cluster-pg:production-argo-archive-postgresql16") };
  const usual: Record<string, { resource: string; context?: Record<string, string> }> = {
    ec2: { resource: "*" },
    iam: { resource: role },
    kms: { resource: key, context: tags("ResourceTag") },
    logs: {
      resource: `arn:aws:logs:eu-central-1:${account}:log-group:/aws/rds/cluster/production-argo-archive/postgresql`,
    },
    rds: { resource: rds("cluster:production-argo-archive") },
    s3: { resource: bucket },
    secretsmanager: {
      resource: `arn:aws:secretsmanager:eu-central-1:${account}:secret:production/argo/database-AbCdEf`,
    },
  };
  const found = usual[service];
  if (found === undefined) throw new Error(`no resource for ${action}`);
  return found;
}

/** Every key of the project lets the policies of its account decide. */
const keyPolicy = policyOf(deployed.resources.get("aws_kms_key")?.[0]?.policy);

const judge = (purpose: Purpose, action: string, { resource, context }: ReturnType<typeof request>) =>
  verdict({
    ...(resource === key && { resourcePolicy: keyPolicy }),
    principal: `arn:aws:iam::${account}:role/argo-deploy`,
    identity: policies[purpose],
    action,
    resource,
    account,
    ...(context && { context }),
  });

describe("deploy-policy", () => {
  it.each(environments)("fits into one inline policy of a role: %s", (environment) => {
    // IAM doesn't count white space (IAM user guide: "IAM and AWS STS quotas": 10,240 characters for a role).
    for (const purpose of ["deploy", "plan", "state"] as const) {
      const text = JSON.stringify(deployPolicy(readDeployed(environment, stacks), purpose));
      expect(text.length).toBeLessThan(10_240);
    }
  });

  it.each(Object.keys(roles))("allows what Terraform was seen to call as %s", async (name) => {
    const purpose = roles[name] as Purpose;
    const refused: string[] = [];
    // The bucket of the state is judged with the state's own policy.
    for (const action of recorded[name] ?? []) {
      const asked =
        purpose === "state" && action === "s3:ListBucket"
          ? { resource: "arn:aws:s3:::example-production-terraform-state" }
          : request(action);
      if ((await judge(purpose, action, asked)) !== "allowed") refused.push(`${action} on ${asked.resource}`);
    }
    expect(recorded[name]?.length).toBeGreaterThan(3);
    expect(refused).toEqual([]);
  });

  it("has no action that wasn't seen, without a reason", () => {
    const seen = new Set(Object.values(recorded).flat());
    const actions = Object.values(policies).flatMap(({ Statement }) =>
      Statement.flatMap(({ Action }) => Action),
    );
    const unseen = [...new Set(actions)].filter((action) => !seen.has(action)).sort();
    expect(unseen.filter((action) => !reasons.some(([pattern]) => pattern.test(action)))).toEqual([]);
    // A reason for nothing hides the next mistake.
    expect(reasons.filter(([pattern]) => !unseen.some((action) => pattern.test(action)))).toEqual([]);
  });

  it.each<[string, Purpose, string, ReturnType<typeof request>]>([
    ["a role without the boundary", "deploy", "iam:CreateRole", { resource: role }],
    ["rights of a role without the boundary", "deploy", "iam:PutRolePolicy", { resource: role }],
    [
      "a role of another program",
      "deploy",
      "iam:CreateRole",
      { resource: `arn:aws:iam::${account}:role/argo/staging-argo-server`, context: boundary },
    ],
    [
      "AdministratorAccess",
      "deploy",
      "iam:AttachRolePolicy",
      {
        resource: role,
        context: { ...boundary, "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" },
      },
    ],
    [
      "a role for an instance",
      "deploy",
      "iam:PassRole",
      { resource: role, context: { "iam:PassedToService": "ec2.amazonaws.com" } },
    ],
    [
      "the key of another environment",
      "deploy",
      "kms:PutKeyPolicy",
      { resource: key, context: tags("ResourceTag", { ...own, Environment: "staging" }) },
    ],
    ["a key without tags", "deploy", "kms:ScheduleKeyDeletion", { resource: key }],
    [
      "the tags of a key that has an owner",
      "deploy",
      "kms:TagResource",
      {
        resource: key,
        context: { ...tags("RequestTag"), ...tags("ResourceTag", { Environment: "staging" }) },
      },
    ],
    ["a grant of its own", "deploy", "kms:CreateGrant", { resource: key, context: tags("ResourceTag") }],
    ["encrypted data", "deploy", "kms:Decrypt", { resource: key, context: tags("ResourceTag") }],
    ["artifacts", "deploy", "s3:GetObject", { resource: `${bucket}/artifacts/team-backend/x` }],
    [
      "another bucket",
      "deploy",
      "s3:PutBucketPolicy",
      { resource: "arn:aws:s3:::production-argo-artifacts" },
    ],
    [
      "a team's secret",
      "deploy",
      "secretsmanager:GetSecretValue",
      {
        resource: `arn:aws:secretsmanager:eu-central-1:${account}:secret:production/argo/team-data/git-AbCdEf`,
      },
    ],
    ["tags of a security group that exists", "deploy", "ec2:CreateTags", { resource: group }],
    ["a foreign security group", "deploy", "ec2:AuthorizeSecurityGroupIngress", { resource: group }],
    ["a change", "plan", "iam:PutRolePolicy", { resource: role, context: boundary }],
    ["another change", "plan", "s3:PutBucketPolicy", { resource: bucket }],
    [
      "the state of another environment",
      "state",
      "s3:GetObject",
      { resource: "arn:aws:s3:::example-production-terraform-state/argo/staging/iam/terraform.tfstate" },
    ],
  ])("doesn't allow %s (%s)", async (_, purpose, action, asked) => {
    expect(await judge(purpose, action, asked)).toBe("denied");
  });

  it("allows the same where it should", async () => {
    expect(
      await judge("deploy", "iam:PassRole", {
        resource: role,
        context: { "iam:PassedToService": "monitoring.rds.amazonaws.com" },
      }),
    ).toBe("allowed");
    expect(await judge("deploy", "kms:TagResource", { resource: key, context: tags("RequestTag") })).toBe(
      "allowed",
    );
    expect(
      await judge("deploy", "kms:CreateGrant", {
        resource: key,
        context: { ...tags("ResourceTag"), "kms:GrantIsForAWSResource": "true" },
      }),
    ).toBe("allowed");
  });

  it("needs no key for a state that the bucket encrypts by itself", () => {
    const states = deployed.states.map(({ bucket, key }) => ({ bucket, key }));
    const sids = deployPolicy({ ...deployed, states }, "state").Statement.map(({ Sid }) => Sid);
    expect(sids).toEqual(["StateBuckets", "States", "StateLocks"]);
  });

  it("refuses a resource that its table doesn't know", () => {
    const unknown = { ...deployed, resources: new Map([["aws_sqs_queue", []]]) };
    expect(() => deployPolicy(unknown, "plan")).toThrow(
      "tools/deploy-policy/needs.ts doesn't say what Terraform needs for aws_sqs_queue",
    );
  });

  it.each([
    [["production"], 0, /"Sid": "RolePermissions"/],
    [["production", "--plan"], 0, /^(?![\s\S]*PutRolePolicy)[\s\S]*iam:GetRolePolicy/],
    [
      ["nowhere"],
      1,
      /no synthesized stack of the environment nowhere: there are dev, local, production, staging/,
    ],
    [[], 2, /usage: npm run --silent deploy-policy/],
    [["production", "--destroy"], 2, /usage/],
  ] as const)("npm run deploy-policy %j", (args, code, output) => {
    const command = [resolve("node_modules/tsx/dist/cli.mjs"), resolve("tools/deploy-policy.ts"), ...args];
    const run = spawnSync(process.execPath, command, { encoding: "utf8" });
    expect(run.stdout + run.stderr).toMatch(output);
    expect(run.status).toBe(code);
  });
});

/** Why an action is allowed that the run against the emulator doesn't show. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /:(Delete|Untag|Remove|Reset|Schedule|Detach|Disable|ListInstanceProfiles|DescribeNetworkInterfaces|CreateDBClusterSnapshot)/,
    "to remove what a team or a setting no longer needs",
  ],
  [
    /:(Update|Modify|PutKeyPolicy|PutRolePermissionsBoundary|RevokeSecurityGroupIngress|AssociateKmsKey)/,
    "to change what exists",
  ],
  [
    /:(Tag|AddTags|CreateTags)/,
    "tags are part of a request that creates, and AWS judges them by an action of their own",
  ],
  [
    /^s3:ListTagsForResource$/,
    "since version 6.23.0 of the provider (hashicorp/terraform-provider-aws#45251)",
  ],
  [/^eks:/, "the other stacks need a cluster"],
  [
    /^iam:(PassRole|CreateServiceLinkedRole)$|^kms:(Decrypt|GenerateDataKey|CreateGrant)$/,
    "AWS checks them when a service acts on behalf of the caller; the emulator doesn't",
  ],
  [/^ec2:Describe(AvailabilityZones|Subnets|Vpcs|VpcAttribute)$/, "RDS calls them on behalf of the caller"],
];
