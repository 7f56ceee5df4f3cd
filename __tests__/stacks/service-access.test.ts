import type { Policy } from "../../audit/policy";
import { arnOf, roleArn, s3Arn } from "../../config/arns";
import { artifactBucketName } from "../../config/aws-naming";
import { policyAt } from "../fixtures/policies";
import { verdict } from "../fixtures/simulation";
import { committedEnvironments } from "../fixtures/synthesis";
import { artifact, otherRole, tenancyOf } from "../fixtures/tenants";

/** What AWS services, strangers and administrators may do by our resource policies. */

const tenancies = committedEnvironments()
  .filter(({ artifacts }) => artifacts.bucket === undefined)
  .map((place) => [place.name, tenancyOf(place)] as const);
const archived = tenancies.filter(([, { environment }]) => environment.archive.enabled);
const everything: Policy = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" }],
};

describe.each(tenancies)("Log delivery of %s", (_, { environment: place, accessLogs }) => {
  const source = { "aws:SourceArn": artifact(place), "aws:SourceAccount": place.account };
  const write = (
    context: Record<string, string>,
    principal = "logging.s3.amazonaws.com",
    action = "s3:PutObject",
  ) =>
    verdict({
      principal,
      action,
      resource: s3Arn(
        place,
        `${place.name}-argo-artifacts-logs-${place.account}/artifacts/2026-01-01-00-00-00-X`,
      ),
      account: place.account,
      resourcePolicy: accessLogs,
      context: { "aws:SecureTransport": "true", ...context },
    });

  it("writes the artifact bucket's log", async () => {
    expect(await write(source)).toBe("allowed");
  });

  it.each([
    ["another bucket", { ...source, "aws:SourceArn": s3Arn(place, `${artifactBucketName(place)}-2`) }],
    ["another account", { ...source, "aws:SourceAccount": "999999999999" }],
    ["a nameless bucket", { "aws:SourceAccount": place.account }],
    ["a nameless account", { "aws:SourceArn": artifact(place) }],
  ])("writes no log of %s", async (_what, context) => {
    expect(await write(context)).toBe("denied");
  });

  it("is the only service that writes logs", async () => {
    expect(await write(source, "cloudtrail.amazonaws.com")).toBe("denied");
  });

  it("reads no logs, and deletes none", async () => {
    expect(await write(source, undefined, "s3:GetObject")).toBe("denied");
    expect(await write(source, undefined, "s3:DeleteObject")).toBe("denied");
  });
});

describe.each(archived)("Key of %s", (_, { environment: place, key }) => {
  const group = arnOf(place, "logs", `log-group:/aws/rds/cluster/${place.name}-argo-archive/postgresql`);
  const use = (
    action: string,
    logGroup: string | undefined,
    principal = `logs.${place.region}.amazonaws.com`,
  ) =>
    verdict({
      principal,
      action,
      resource: arnOf(place, "kms", "key/00000000-0000-0000-0000-000000000000"),
      account: place.account,
      resourcePolicy: key,
      context: logGroup === undefined ? {} : { "kms:EncryptionContext:aws:logs:arn": logGroup },
    });

  it.each(["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"])(
    "lets CloudWatch Logs %s the archive's log group",
    async (action) => {
      expect(await use(action, group)).toBe("allowed");
    },
  );

  it.each([
    ["another log group", `${group}-2`],
    ["another account's group", group.replace(place.account, "999999999999")],
    ["no log group", undefined],
  ])("serves CloudWatch Logs for nothing else: %s", async (_what, logGroup) => {
    expect(await use("kms:Decrypt", logGroup)).toBe("denied");
  });

  it("serves no other service, region or administrative request", async () => {
    expect(await use("kms:Decrypt", group, "logs.us-west-2.amazonaws.com")).toBe("denied");
    expect(await use("kms:Decrypt", group, "s3.amazonaws.com")).toBe("denied");
    expect(await use("kms:ScheduleKeyDeletion", group)).toBe("denied");
    expect(await use("kms:CreateGrant", group)).toBe("denied");
  });
});

describe.each(tenancies)("Strangers in %s", (_, { environment: place, artifacts, accessLogs, key }) => {
  const get = (principal: string, identity?: Policy, policy = artifacts) =>
    verdict({
      principal,
      identity,
      action: "s3:GetObject",
      resource: artifact(place, "artifacts/team-backend/x"),
      account: place.account,
      resourcePolicy: policy,
      context: { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" },
    });
  const keyRequest = (principal: string) => ({
    principal,
    identity: everything,
    resource: arnOf(place, "kms", "key/00000000-0000-0000-0000-000000000000"),
    account: place.account,
    resourcePolicy: key,
  });

  it("get nothing without a signature", async () => {
    expect(await get("anonymous")).toBe("denied");
    expect(await get("anonymous", undefined, accessLogs)).toBe("denied");
  });

  it("get nothing from another account, whatever that account permits", async () => {
    expect(await get("arn:aws:iam::999999999999:role/admin", everything)).toBe("denied");
    expect(
      await verdict({ ...keyRequest("arn:aws:iam::999999999999:role/admin"), action: "kms:Decrypt" }),
    ).toBe("denied");
  });

  it("don't include the account's administrators, who keep control of bucket and key", async () => {
    expect(await get(otherRole(place), everything)).toBe("allowed");
    for (const action of ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DescribeKey"]) {
      expect(await verdict({ ...keyRequest(otherRole(place)), action })).toBe("allowed");
    }
  });
});

describe.each(archived)("Enhanced monitoring of %s", (_, { environment: place, storage }) => {
  const trust = policyAt(storage, "aws_iam_role", "archive-monitoring", "assume_role_policy");
  const assume = (context: Record<string, string>, principal = "monitoring.rds.amazonaws.com") =>
    verdict({
      principal,
      action: "sts:AssumeRole",
      resource: roleArn(place, `${place.name}-argo-archive-monitoring`),
      account: place.account,
      resourcePolicy: trust,
      context,
    });
  const writer = {
    "aws:SourceAccount": place.account,
    "aws:SourceArn": arnOf(place, "rds", `db:${place.name}-argo-archive-writer`),
  };

  it("can be used only by RDS, for the archive's instances", async () => {
    expect(await assume(writer)).toBe("allowed");
    expect(await assume(writer, "rds.amazonaws.com")).toBe("denied");
    expect(await assume({ ...writer, "aws:SourceAccount": "999999999999" })).toBe("denied");
    expect(await assume({ ...writer, "aws:SourceArn": arnOf(place, "rds", "db:another") })).toBe("denied");
    expect(await assume({})).toBe("denied");
  });
});
