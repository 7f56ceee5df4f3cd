import {
  assumeTargets,
  commonTargets,
  imageTargets,
  secretTargets,
  signingTargets,
  topicTargets,
} from "../fixtures/account-targets";
import { artifactTargets, trickTargets } from "../fixtures/artifact-targets";
import { existingDatabase } from "../fixtures/existing-database";
import { verdict } from "../fixtures/simulation";
import { committedEnvironments, environment } from "../fixtures/synthesis";
import type { Targets } from "../fixtures/targets";
import { type Tenancy, tenancyOf } from "../fixtures/tenants";
import { type Cell, render, wrong } from "../fixtures/verdict-table";

/**
 * Every role of every environment against everything that it could try to reach. The policies are those of the
 * synthesized JSON. A policy simulator replaces AWS, because nothing offline evaluates bucket and key policies.
 */

// Thousands of requests: a busy machine needs more than the five seconds that jest grants.
jest.setTimeout(60_000);

/** Names that are each other's beginnings, in the partition whose ARNs differ most. */
const confusable = environment(
  {
    region: "cn-north-1",
    cluster: { identity: "pod-identity" },
    iam: { path: "/argo/" },
    teams: {
      a: {
        githubApp: { appId: "1", installationId: "1", repositories: ["api"] },
        buildsImages: true,
        repositories: ["a/app"],
        notifications: { topicArn: "arn:aws-cn:sns:cn-north-1:123456789012:a" },
        // None of it reaches what the other teams or Argo have.
        extraStatements: [
          {
            Action: ["s3:GetObject*", "s3:ListBucket", "s3:PutObject"],
            Resource: ["arn:aws-cn:s3:::reports", "arn:aws-cn:s3:::reports/*"],
          },
          {
            Action: ["secretsmanager:GetSecretValue"],
            Resource: ["arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:shared/reports-*"],
          },
          { Action: ["sts:AssumeRole"], Resource: ["arn:aws-cn:iam::123456789012:role/reports"] },
          {
            Action: ["kms:Decrypt"],
            Resource: ["arn:aws-cn:kms:cn-north-1:123456789012:key/11111111-2222-3333-4444-555555555555"],
          },
        ],
      },
      ab: {
        secrets: ["slack-webhook"],
        githubApp: { appId: "1", installationId: "2", repositories: ["api"] },
        notifications: { when: "change" },
        secretsInWorkflows: true,
        buildsImages: true,
        repositories: ["a/app2", "ab/app"],
        pullsFrom: ["a/app", "arn:aws-cn:ecr:cn-north-1:999999999999:repository/platform/base"],
        artifactGC: true,
        deployTo: ["shop"],
      },
      // It builds images from a shared one, and publishes none.
      abc: {
        buildsImages: true,
        pullsFrom: ["platform/base"],
        trustedRevisions: { "https://git.example.com/abc": ["main"] },
      },
      argo: {
        namespace: "argo-b",
        secrets: ["git-credentials"],
        pullsFrom: ["platform/base"],
      },
    },
  },
  "confusable",
);
/** The server can't read any artifact. */
const withoutUi = environment(
  { artifacts: { inUi: false }, teams: { data: {}, web: { deployTo: ["shop"] } } },
  "without-ui",
);
/** Bucket and key are somebody else's: what a bucket of this project refuses, the roles have to refuse. */
const existingBucket = environment(
  {
    artifacts: {
      bucket: "company-artifacts",
      kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
    },
    teams: {
      a: { artifactGC: true, trustedRevisions: { "https://git.example.com/a": ["main"] } },
      ab: { notifications: { when: "change" } },
    },
  },
  "existing-bucket",
);
/** The archive is in a database of somebody else. */
const otherDatabase = environment(
  {
    archive: existingDatabase,
    teams: { a: { secretsInWorkflows: true }, ab: { secrets: ["slack-webhook"] } },
  },
  "existing-database",
);
const tenancies = [...committedEnvironments(), confusable, withoutUi, existingBucket, otherDatabase].map(
  tenancyOf,
);

const targets: Record<string, Targets> = {
  artifacts: artifactTargets,
  "artifacts by crafted requests": trickTargets,
  "bucket and key": commonTargets,
  secrets: secretTargets,
  images: imageTargets,
  "signing keys": signingTargets,
  topics: topicTargets,
  "artifact role": assumeTargets,
};

/** Everything that was asked, for the tables at the end. */
const judged: Record<string, Cell[]> = {};

describe.each(tenancies.map((tenancy) => [tenancy.environment.name, tenancy] as const))(
  "Tenant isolation in %s",
  (_, tenancy) => {
    it.each(Object.entries(targets))("gives every role its own %s, and nothing else", async (what, of) => {
      const cells = await judge(tenancy, of);
      (judged[what] ??= []).push(...cells);
      expect(wrong(cells)).toEqual([]);
    });
  },
);

afterAll(() => {
  for (const [what, cells] of Object.entries(judged)) process.stdout.write(render(what, cells));
});

async function judge(tenancy: Tenancy, targetsOf: Targets): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const role of [...tenancy.roles, ...tenancy.artifactRoles]) {
    for (const target of targetsOf(tenancy, role)) {
      const { name, action, resource, context = {}, policy, expected, own } = target;
      const seen = await verdict({
        principal: role.arn,
        identity: role.identity,
        resourcePolicy: policy,
        action,
        resource,
        account: target.account ?? tenancy.environment.account,
        context,
      });
      cells.push({
        column: role.team !== undefined && own?.(role) === false ? `${role.kind}, others'` : role.kind,
        target: name,
        request: `${role.arn} ${action} ${resource} ${JSON.stringify(context)}`,
        expected: expected(role),
        seen,
      });
    }
  }
  return cells;
}
