import { emulatedAccount } from "../lab/aws-emulator";
import type { Lab } from "../lab/lab";
import { serviceAccountToken } from "../lab/service-account-token";
import type { Table } from "../shared/table";

type Credentials = Readonly<Record<"AccessKeyId" | "SecretAccessKey" | "SessionToken", string>>;

const executor = "executor-of-a";
const arn = (role: string): string => `arn:aws:iam::${emulatedAccount}:role/${role}`;

/** Requests that IAM refuses and allows in the emulator: role chaining, conditions, list requests, copies. */
export async function awsRows(table: Table, lab: Lab, bucket: string): Promise<void> {
  const { aws } = lab;
  const target = { account: emulatedAccount, region: aws.region };
  await prepare(lab, bucket);
  /** Calls with these credentials. @returns for each call whether it was allowed */
  const as = async (who: Credentials, service: string, calls: readonly (readonly [string, object])[]) => {
    const answers = await aws.calls(
      target,
      calls.map(([operation, parameters]) => ({ service, operation, parameters: { ...parameters } })),
      {
        AWS_ACCESS_KEY_ID: who.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: who.SecretAccessKey,
        AWS_SESSION_TOKEN: who.SessionToken,
      },
    );
    return answers.map((answer) => ({ answer, verdict: answer["error"] ?? "allowed" }));
  };

  let session: Credentials | undefined;
  let artifacts: Credentials | undefined;
  const assume = (role: string): readonly [string, object] => [
    "assume_role",
    { RoleArn: arn(role), RoleSessionName: "selftest" },
  ];
  await table.row(
    "IAM: a role assumes a role if its own policy and the trust policy of the other allow it",
    { both: "allowed", withoutTrust: "AccessDenied", withoutPolicy: "AccessDenied", none: "AccessDenied" },
    async () => {
      session = await sessionOf(lab);
      const roles = ["artifacts-of-a", "artifacts-of-b", "open-to-the-account", "no-such-role"];
      const answers = await as(session, "sts", roles.map(assume));
      artifacts = answers[0]?.answer["Credentials"] as Credentials;
      const [both, withoutTrust, withoutPolicy, none] = answers.map(({ verdict }) => verdict);
      return { both, withoutTrust, withoutPolicy, none };
    },
  );
  const list = (prefix?: string): readonly [string, object] => [
    "list_objects_v2",
    { Bucket: bucket, ...(prefix !== undefined && { Prefix: prefix }) },
  ];
  await table.row(
    "IAM: a role may list its own prefix, not another one or the whole bucket",
    { keys: ["lists/team-a/a b"], own: "allowed", other: "AccessDenied", bucket: "AccessDenied" },
    async () => {
      if (artifacts === undefined) throw new Error("no credentials");
      const answers = await as(artifacts, "s3", [list("lists/team-a/"), list("lists/team-b/"), list()]);
      const found = (answers[0]?.answer["Contents"] ?? []) as { Key: string }[];
      const [own, other, whole] = answers.map(({ verdict }) => verdict);
      return { keys: found.map(({ Key }) => Key), own, other, bucket: whole };
    },
  );
  await table.row(
    "IAM: a role may read, write and copy objects below its own prefix only",
    ["allowed", "AccessDenied", "allowed", "AccessDenied", "allowed", "AccessDenied"],
    async () => {
      if (artifacts === undefined) throw new Error("no credentials");
      const object = (Key: string) => ({ Bucket: bucket, Key });
      const copy = (from: string) => ({ ...object("lists/team-a/copy"), CopySource: object(from) });
      const answers = await as(artifacts, "s3", [
        ["get_object", object("lists/team-a/a b")],
        ["get_object", object("lists/team-b/b")],
        ["put_object", { ...object("lists/team-a/new"), Body: "new" }],
        ["put_object", { ...object("lists/team-b/new"), Body: "new" }],
        ["copy_object", copy("lists/team-a/a b")],
        ["copy_object", copy("lists/team-b/b")],
      ]);
      return answers.map(({ verdict }) => verdict);
    },
  );
  await table.row("IAM: the role that may assume has no right to the objects", ["AccessDenied"], async () => {
    if (session === undefined) throw new Error("no credentials");
    const answers = await as(session, "s3", [list("lists/team-a/")]);
    return answers.map(({ verdict }) => verdict);
  });
  await table.row("IAM: a wrong secret is refused", ["SignatureDoesNotMatch"], async () => {
    if (artifacts === undefined) throw new Error("no credentials");
    const answers = await as({ ...artifacts, SecretAccessKey: "wrong" }, "s3", [list("lists/team-a/")]);
    return answers.map(({ verdict }) => verdict);
  });
}

/** Creates roles and objects while IAM is not enforced. */
async function prepare({ aws, issuer }: Lab, bucket: string): Promise<void> {
  await aws.enforceIam(false);
  const policy = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
  const assumable = async (name: string, principal: string): Promise<void> => {
    const trust = policy({ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" });
    await aws.iam("CreateRole", { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) });
  };
  await aws.createRole({
    name: executor,
    serviceAccount: "team-a:argo-workflow",
    issuer,
    policy: policy({
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Resource: ["artifacts-of-a", "artifacts-of-b", "no-such-role"].map(arn),
    }),
  });
  await assumable("artifacts-of-a", arn(executor));
  await assumable("artifacts-of-b", arn("executor-of-b"));
  await assumable("open-to-the-account", `arn:aws:iam::${emulatedAccount}:root`);
  const condition = { StringLike: { "s3:prefix": ["lists/team-a/*"] } };
  const own = policy(
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: `arn:aws:s3:::${bucket}/lists/team-a/*`,
    },
    { Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${bucket}`, Condition: condition },
  );
  await aws.iam("PutRolePolicy", {
    RoleName: "artifacts-of-a",
    PolicyName: "own-prefix",
    PolicyDocument: JSON.stringify(own),
  });
  await aws.s3("PUT", `${bucket}/lists/team-a/a%20b`, "a\n");
  await aws.s3("PUT", `${bucket}/lists/team-b/b`, "b\n");
  await aws.enforceIam(true);
}

/** Credentials of the executor's role, from the token of its service account. */
async function sessionOf({ api, aws }: Lab): Promise<Credentials> {
  const token = await serviceAccountToken(api, "team-a", "argo-workflow", "sts.amazonaws.com");
  const answer = await aws.call(
    { account: emulatedAccount, region: aws.region },
    "sts",
    "assume_role_with_web_identity",
    { RoleArn: arn(executor), RoleSessionName: "selftest", WebIdentityToken: token },
  );
  if (answer["Credentials"] === undefined) throw new Error(String(answer["message"]));
  return answer["Credentials"] as Credentials;
}
