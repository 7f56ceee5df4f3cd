import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../../config/environment";
import { stackId, type StackName } from "../../../config/naming";
import { synthesize } from "../../../stacks/synthesize";
import { explain } from "../../../tools/explain/explain";
import { printedPage } from "../../../tools/explain/page/page";
import { parsePlan } from "../../../tools/explain/plan";
import { type AwsRun, stackDirectory } from "../aws-run";
import { committed } from "../project";
import type { Configuration } from "../stack-directory";

/** A change of a stack's JSON, and what the page about Terraform's own plan of it must say. */
interface Edit {
  readonly stack: StackName;
  readonly edit: (json: Configuration) => void;
  readonly says: readonly string[];
}

const edits: readonly Edit[] = [
  {
    stack: "iam",
    edit: ({ resource }) => {
      const policy = resource.aws_iam_role_policy?.["executor-team-data"] ?? {};
      const document = JSON.parse(String(policy.policy)) as { Statement: unknown[] };
      document.Statement.push({
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::local-argo-artifacts-123456789012/artifacts/team-ml/*",
      });
      policy.policy = JSON.stringify(document);
    },
    says: [
      "### [!!] DANGER",
      "Workflows of `team-data` may now read objects in `local-argo-artifacts-123456789012/artifacts/team-ml/*`. That belongs to `team-ml`.",
    ],
  },
  {
    stack: "storage",
    edit: ({ resource }) => {
      Object.assign(resource.aws_rds_cluster?.archive ?? {}, { master_username: "other", lifecycle: {} });
      Object.assign(resource.aws_s3_bucket_versioning?.artifacts ?? {}, {
        versioning_configuration: { status: "Suspended" },
      });
    },
    says: [
      "The database `local-argo-archive` will be replaced: data loss (every archived workflow).",
      "Bucket `local-argo-artifacts-123456789012` no longer keeps old versions",
    ],
  },
];

/** Plans of real Terraform, as `npm run explain` reads them: what changes is said, and an unchanged stack says nothing. */
export async function explainedPlans(run: AwsRun, environment: Environment): Promise<void> {
  const id = (stack: StackName) => stackId(environment.name, stack);
  for (const { stack, edit, says } of edits) {
    const json = JSON.parse(committed(id(stack))) as Configuration;
    edit(json);
    const page = await pageOf(run, environment, stack, JSON.stringify(json));
    run.table.compare(
      `${id(stack)}: explain says what the plan means`,
      says,
      says.filter((part) => page.includes(part)),
    );
  }
  const moved = await pageOf(run, environment, "storage", withDatabase(run, environment));
  run.table.judge(
    `${id("storage")}: explain says that an archive database of somebody else leaves ours in AWS, with all that belongs to it`,
    "is forgotten",
    moved.slice(0, 2000),
    moved.includes(`The database \`${environment.name}-argo-archive\` is forgotten`) &&
      !/will be (destroyed|replaced)/.test(moved),
  );
  const page = await pageOf(run, environment, "iam", committed(id("iam")));
  run.table.judge(
    `${id("iam")}: explain says that an unchanged stack changes nothing`,
    "Nothing changes.",
    page.slice(0, 1000),
    page.includes("Nothing changes."),
  );
}

/** The storage stack of the environment when its archive moves to a database that exists already. */
function withDatabase(run: AwsRun, environment: Environment): string {
  const { account, region, partition } = environment;
  const database = {
    host: "postgres.example.com",
    port: 5432,
    name: "argo",
    secretArn: `arn:${partition.name}:secretsmanager:${region}:${account}:secret:postgres/argo-AbCdEf`,
    cidrs: ["10.20.0.0/24"],
  };
  const folder = join(run.scratch, "existing-database");
  synthesize([{ ...environment, archive: { ...environment.archive, database } }], folder);
  return readFileSync(join(folder, "stacks", stackId(environment.name, "storage"), "cdk.tf.json"), "utf8");
}

async function pageOf(
  run: AwsRun,
  environment: Environment,
  stack: StackName,
  json: string,
): Promise<string> {
  const directory = stackDirectory(run, environment, stack).use(json);
  try {
    await directory.must("plan", "-input=false", "-lock=false", "-out=explained.tfplan");
    const { stdout } = await directory.must("show", "-json", "explained.tfplan");
    return printedPage(explain([parsePlan(`${stackId(environment.name, stack)}.json`, stdout)]), "markdown");
  } finally {
    directory.use(committed(stackId(environment.name, stack)));
  }
}
