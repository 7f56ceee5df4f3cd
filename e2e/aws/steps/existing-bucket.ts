import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { partitionOf } from "../../../config/values/partition";
import { ExistingBucket } from "../../../constructs/aws/existing-bucket";
import type { AwsRun } from "../aws-run";
import { StackDirectory } from "../stack-directory";

const bucket = "arn:aws:s3:::company-artifacts";
const tls = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [bucket, `${bucket}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const allow = (Principal: unknown, more: object = {}) => ({
  Effect: "Allow",
  Principal,
  Action: "s3:GetObject",
  Resource: `${bucket}/*`,
  ...more,
});
const role = (name: string) => ({ AWS: `arn:aws:iam::123456789012:role/argo/${name}` });
const own = "production-argo-executor-team-data";

/** Statements of a bucket's policy, and what a plan thinks of them: it refuses plain HTTP, it gives nothing. */
const cases: Readonly<
  Record<string, readonly [statements: unknown, refuses: boolean, givesNothing: boolean]>
> = {
  "TLS only": [[tls], true, true],
  "one statement without a list": [tls, true, true],
  "one action in a list, and AWS: *": [[{ ...tls, Action: ["s3:*"], Principal: { AWS: "*" } }], true, true],
  "a backup role": [[tls, allow(role("backup"))], true, true],
  "a service": [[tls, allow({ Service: "logging.s3.amazonaws.com" })], true, true],
  "nothing about TLS": [[allow(role("backup"))], false, true],
  "objects only": [[{ ...tls, Resource: [`${bucket}/*`] }], false, true],
  "reads only": [[{ ...tls, Action: "s3:GetObject" }], false, true],
  "one caller only": [[{ ...tls, Principal: role("backup") }], false, true],
  "with another condition": [
    [{ ...tls, Condition: { ...tls.Condition, StringEquals: { "aws:PrincipalOrgID": "o-1" } } }],
    false,
    true,
  ],
  "the other way round": [[{ ...tls, Condition: { Bool: { "aws:SecureTransport": "true" } } }], false, true],
  "an allowed plain HTTP": [[{ ...tls, Effect: "Allow" }], false, false],
  "everyone of an organization": [
    [tls, allow("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } })],
    true,
    false,
  ],
  "everyone, by AWS": [[tls, allow({ AWS: ["*"] })], true, false],
  "a role of the environment": [[tls, allow(role(own))], true, false],
  "everyone but one": [
    [tls, { Effect: "Allow", NotPrincipal: role("backup"), Action: "s3:GetObject", Resource: `${bucket}/*` }],
    true,
    false,
  ],
};

/** What a plan demands of an artifact bucket's policy, as Terraform evaluates it. */
export async function existingBucketPolicies(run: AwsRun): Promise<void> {
  const conditions = policyConditions(run);
  const directory = new StackDirectory(join(run.scratch, "existing-bucket"), run.terraform);
  const names = Object.keys(cases);
  directory.write("cdk.tf.json", {
    locals: Object.fromEntries(
      names.map((name, at) => [`policy${at}`, JSON.stringify({ Statement: cases[name]?.[0] })]),
    ),
    output: Object.fromEntries(
      names.flatMap((_, at) =>
        conditions.map((condition, which) => [
          `case${at}_${which}`,
          { value: condition.replaceAll("self.policy", `local.policy${at}`) },
        ]),
      ),
    ),
  });
  await directory.must("plan", "-input=false", "-out=policies.tfplan");
  const { stdout } = await directory.must("show", "-json", "policies.tfplan");
  const { planned_values } = JSON.parse(stdout) as {
    planned_values: { outputs: Record<string, { value: boolean }> };
  };
  names.forEach((name, at) => {
    run.table.compare(
      `existing bucket, ${name}: refuses plain HTTP, gives nothing`,
      cases[name]?.slice(1),
      [0, 1].map((which) => planned_values.outputs[`case${at}_${which}`]?.value),
    );
  });
}

/** The expressions of the construct that are about the policy. */
function policyConditions(run: AwsRun): string[] {
  const app = new App({ outdir: join(run.scratch, "existing-bucket-out") });
  const stack = new TerraformStack(app, "bucket");
  new ExistingBucket(stack, "artifacts", {
    location: { account: "123456789012", region: "eu-central-1", partition: partitionOf("eu-central-1") },
    name: "company-artifacts",
    kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
    rolePrefix: "production-argo-",
  });
  const { data } = stack.toTerraform() as {
    data: {
      aws_s3_bucket_policy: Record<string, { lifecycle: { postcondition: { condition: string }[] } }>;
    };
  };
  return Object.values(data.aws_s3_bucket_policy).flatMap(({ lifecycle }) =>
    lifecycle.postcondition.map(({ condition }) => condition),
  );
}
