import type { Environment, Team } from "../../config/environment";
import { accessLogBucketName, arnOf, s3Arn } from "../../config/naming";
import { verdict, type Request, type Verdict } from "../fixtures/simulation";
import { committedEnvironments, environment } from "../fixtures/synthesis";
import { artifact, tenancyOf, type Role, type Tenancy } from "../fixtures/tenants";
import { render, wrong, type Cell } from "../fixtures/verdict-table";

/**
 * Every role of every environment against everything that it could reach for. The policies are those of the
 * synthesized JSON; a policy simulator stands in for AWS, since nothing offline evaluates bucket and key policies.
 */

/** Names that are each other's beginnings, in the partition whose ARNs differ most. */
const confusable = environment(
  {
    region: "cn-north-1",
    cluster: { identity: "pod-identity" },
    iam: { path: "/argo/" },
    teams: {
      a: { buildsImages: true, repositories: ["a/app"] },
      ab: { buildsImages: true, repositories: ["a/app2", "ab/app"], artifactGC: true },
      argo: { namespace: "argo-b" },
    },
  },
  "confusable",
);
const tenancies = [...committedEnvironments(), confusable].map(tenancyOf);

/** A kind of request, and what must come of it. */
interface Target {
  readonly name: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: Request["context"];
  readonly policy?: Request["resourcePolicy"];
  readonly expected: (role: Role) => Verdict;
  /** Team that the target belongs to. */
  readonly owner?: Team;
}

const nobody = (): Verdict => "denied";
const refused = (): Verdict => "refused";
const allowedIf = (condition: boolean): Verdict => (condition ? "allowed" : "denied");
const tls = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };

describe.each(tenancies.map((tenancy) => [tenancy.environment.name, tenancy] as const))(
  "Tenant isolation in %s",
  (name, tenancy) => {
    it.each([
      ["artifacts", artifactTargets],
      ["bucket and key", commonTargets],
      ["secrets", secretTargets],
      ["images", imageTargets],
    ])("gives every role its own %s and nothing else", async (what, targets) => {
      const cells = await judge(tenancy, targets(tenancy));
      process.stdout.write(render(`${name}, ${what}`, cells));
      expect(wrong(cells)).toEqual([]);
    });
  },
);

/** Requests for objects of each team, with the tricks by which a prefix rule is usually got around. */
function artifactTargets({ environment: { teams, ...rest }, artifacts: policy }: Tenancy): Target[] {
  const place = { ...rest, teams };
  const reads = (key: string) => (role: Role) =>
    allowedIf((role.kind === "server" && key.startsWith("artifacts/")) || isOwnKey(role, key));
  const writes = (key: string) => (role: Role) => allowedIf(isOwnKey(role, key));
  return teams.flatMap((owner) => {
    const { namespace } = owner;
    const key = `artifacts/${namespace}/build-x7k2p/build-x7k2p-main-1/main.log`;
    const neighbour = teams.find((team) => team !== owner)?.namespace ?? "team-none";
    const object = (
      target: string,
      action: string,
      expected: Target["expected"],
      context?: object,
      at = key,
    ) => ({
      owner,
      policy,
      name: target,
      action: `s3:${action}`,
      resource: artifact(place, at),
      context: { ...tls, ...context },
      expected,
    });
    const list = (target: string, prefix: string, context?: object, expected = reads(prefix)): Target => ({
      owner,
      policy,
      name: target,
      action: "s3:ListBucket",
      resource: artifact(place),
      context: { ...tls, "s3:prefix": prefix, ...context },
      expected,
    });
    const encryption = (value: string) => ({ "s3:x-amz-server-side-encryption": value });
    const odd = (target: string, at: string) => [
      object(`get ${target}`, "GetObject", reads(at), {}, at),
      object(`put ${target}`, "PutObject", writes(at), {}, at),
    ];
    return [
      object("get", "GetObject", reads(key)),
      object("put, each part of an upload", "PutObject", writes(key)),
      object("put with aws:kms", "PutObject", writes(key), encryption("aws:kms")),
      object("abort an upload", "AbortMultipartUpload", writes(key)),
      object("list parts of an upload", "ListMultipartUploadParts", writes(key)),
      object("delete", "DeleteObject", (role) =>
        allowedIf(isOwnKey(role, key) && role.team?.artifactGC === true),
      ),
      object("delete a version for good", "DeleteObjectVersion", nobody),
      object("get an old version", "GetObjectVersion", nobody),
      object("change the ACL", "PutObjectAcl", nobody),
      list("list artifacts/<ns>/", `artifacts/${namespace}/`),
      list("list a workflow's", `artifacts/${namespace}/build-x7k2p/`),
      // Without the slash the prefix takes in team-ab beside team-a.
      list("list artifacts/<ns>", `artifacts/${namespace}`),
      list("list artifacts/<ns>b/", `artifacts/${namespace}b/`),
      ...odd("artifacts/<ns>b/x", `artifacts/${namespace}b/x`),
      ...odd("artifacts/<ns> itself", `artifacts/${namespace}`),
      ...odd("artifacts/<part of ns>/x", `artifacts/${namespace.slice(0, -1)}/x`),
      // S3 takes the dots as they are: a key that begins with one's own prefix is one's own.
      ...odd("artifacts/<other>/../<ns>/x", `artifacts/${neighbour}/../${namespace}/x`),
      ...odd("artifacts/../artifacts/<ns>/x", `artifacts/../artifacts/${namespace}/x`),
      ...odd("<ns>/x", `${namespace}/x`),
      ...odd("ARTIFACTS/<ns>/x", `ARTIFACTS/${namespace}/x`),
      object("get over plain HTTP", "GetObject", refused, { "aws:SecureTransport": "false" }),
      object("put over plain HTTP", "PutObject", refused, { "aws:SecureTransport": "false" }),
      object("get over TLS 1.1", "GetObject", refused, { "s3:TlsVersion": "1.1" }),
      list("list over plain HTTP", key, { "aws:SecureTransport": "false" }, refused),
      list("list over TLS 1.0", key, { "s3:TlsVersion": "1.0" }, refused),
      object("put with AES256", "PutObject", refused, encryption("AES256")),
      object("put with aws:kms:dsse", "PutObject", refused, encryption("aws:kms:dsse")),
      object("put with a key of one's own", "PutObject", refused, {
        "s3:x-amz-server-side-encryption-customer-algorithm": "AES256",
      }),
    ];
  });
}

/** The bucket as a whole, its neighbours, and the key. */
function commonTargets({ environment: place, artifacts, key }: Tenancy): Target[] {
  const whole = (name: string, action: string, expected: Target["expected"], context = {}): Target => ({
    name,
    action: `s3:${action}`,
    resource: artifact(place),
    policy: artifacts,
    context: { ...tls, ...context },
    expected,
  });
  const elsewhere = (name: string, action: string, resource: string): Target => ({
    name,
    action,
    resource,
    context: tls,
    expected: nobody,
  });
  const logs = accessLogBucketName(place);
  const suffix = place.partition.dnsSuffix;
  const s3 = `s3.${place.region}.${suffix}`;
  const alias = `alias/${place.name}-argo`;
  const kms = (
    name: string,
    action: string,
    expected: Target["expected"],
    context: Record<string, string | string[]>,
  ): Target => ({
    name,
    action: `kms:${action}`,
    resource: arnOf(place, "kms", "key/00000000-0000-0000-0000-000000000000"),
    policy: key,
    context,
    expected,
  });
  const throughS3 = { "kms:ViaService": s3, "kms:ResourceAliases": [alias] };
  const users = (role: Role) => allowedIf(role.kind !== "controller");
  const writers = (role: Role) => allowedIf(role.kind === "executor");
  return [
    whole("list the bucket, no prefix", "ListBucket", nobody),
    whole("list the bucket, prefix ''", "ListBucket", nobody, { "s3:prefix": "" }),
    whole("list artifacts/", "ListBucket", (role) => allowedIf(role.kind === "server"), {
      "s3:prefix": "artifacts/",
    }),
    whole("list artifacts", "ListBucket", nobody, { "s3:prefix": "artifacts" }),
    whole("list artifacts/*", "ListBucket", (role) => allowedIf(role.kind === "server"), {
      "s3:prefix": "artifacts/*",
    }),
    whole("list old versions", "ListBucketVersions", nobody),
    whole("list uploads", "ListBucketMultipartUploads", nobody),
    whole("change the bucket policy", "PutBucketPolicy", nobody),
    whole("delete the bucket policy", "DeleteBucketPolicy", nobody),
    whole("stop versioning", "PutBucketVersioning", nobody),
    whole("change the lifecycle", "PutLifecycleConfiguration", nobody),
    whole("change the encryption", "PutEncryptionConfiguration", nobody),
    whole("delete the bucket", "DeleteBucket", nobody),
    elsewhere("read access logs", "s3:GetObject", s3Arn(place, `${logs}/artifacts/log`)),
    elsewhere("forge access logs", "s3:PutObject", s3Arn(place, `${logs}/artifacts/log`)),
    elsewhere("list access logs", "s3:ListBucket", s3Arn(place, logs)),
    elsewhere("read the Terraform state", "s3:GetObject", s3Arn(place, `${place.state.bucket}/argo/x`)),
    elsewhere("read another bucket", "s3:GetObject", s3Arn(place, "another-bucket/artifacts/team-a/x")),
    kms("decrypt through S3", "Decrypt", users, throughS3),
    kms("make a data key through S3", "GenerateDataKey", writers, throughS3),
    kms("encrypt through S3", "Encrypt", nobody, throughS3),
    kms("grant the key through S3", "CreateGrant", nobody, throughS3),
    kms("decrypt directly", "Decrypt", nobody, { "kms:ResourceAliases": [alias] }),
    kms("make a data key directly", "GenerateDataKey", nobody, { "kms:ResourceAliases": [alias] }),
    kms("decrypt through Secrets Manager", "Decrypt", nobody, {
      ...throughS3,
      "kms:ViaService": `secretsmanager.${place.region}.${suffix}`,
    }),
    kms("decrypt through RDS", "Decrypt", nobody, {
      ...throughS3,
      "kms:ViaService": `rds.${place.region}.${suffix}`,
    }),
    kms("decrypt through S3 elsewhere", "Decrypt", nobody, {
      ...throughS3,
      "kms:ViaService": `s3.eu-north-1.${suffix}`,
    }),
    kms("decrypt with another key", "Decrypt", nobody, {
      ...throughS3,
      "kms:ResourceAliases": ["alias/other", `${alias}-2`],
    }),
    kms("decrypt with the state's key", "Decrypt", nobody, {
      ...throughS3,
      "kms:ResourceAliases": [place.state.kmsKeyAlias],
    }),
    kms("decrypt with a nameless key", "Decrypt", nobody, { "kms:ViaService": s3 }),
    kms("change the key policy", "PutKeyPolicy", nobody, { "kms:ResourceAliases": [alias] }),
    kms("delete the key", "ScheduleKeyDeletion", nobody, { "kms:ResourceAliases": [alias] }),
  ];
}

function secretTargets({ environment: place }: Tenancy): Target[] {
  const secret = (
    name: string,
    path: string,
    owner?: Team,
    action = "GetSecretValue",
    reader?: Target["expected"],
  ): Target => ({
    name,
    action: `secretsmanager:${action}`,
    resource: arnOf(place, "secretsmanager", `secret:${path}-AbCdEf`),
    expected:
      reader ??
      ((role) =>
        allowedIf(role.team !== undefined && path.startsWith(`${place.name}/argo/${role.team.namespace}/`))),
    ...(owner && { owner }),
  });
  const root = `${place.name}/argo`;
  return [
    secret("read the database secret", `${root}/database`, undefined, "GetSecretValue", nobody),
    secret("read a secret of ours", `${root}/sso`, undefined, "GetSecretValue", nobody),
    secret("read any secret", "payroll", undefined, "GetSecretValue", nobody),
    ...place.teams.flatMap((owner) => {
      const { namespace } = owner;
      const own = `${root}/${namespace}`;
      return [
        secret("read", `${own}/token`, owner),
        secret("read deeper", `${own}/git/token`, owner),
        secret("read <env>/argo/<ns>b/x", `${own}b/token`, owner),
        secret("read <env>/argo/<ns>", own, owner, "GetSecretValue", nobody),
        secret("read <other env>/argo/<ns>/x", `x${own}/token`, owner, "GetSecretValue", nobody),
        secret("overwrite", `${own}/token`, owner, "PutSecretValue", nobody),
        secret("share", `${own}/token`, owner, "PutResourcePolicy", nobody),
        secret("delete", `${own}/token`, owner, "DeleteSecret", nobody),
      ];
    }),
  ];
}

/** What `docker push` and `docker pull` call (AWS: ECR user guide, "Required IAM permissions for pushing an image"). */
const pulls = ["BatchGetImage", "GetDownloadUrlForLayer"];
const pushes = [
  "BatchCheckLayerAvailability",
  "CompleteLayerUpload",
  "InitiateLayerUpload",
  "PutImage",
  "UploadLayerPart",
];
const destroys = ["BatchDeleteImage", "DeleteRepository", "SetRepositoryPolicy", "PutLifecyclePolicy"];

function imageTargets({ environment: place }: Tenancy): Target[] {
  const repositories = place.teams.flatMap(({ repositories: names }) => names);
  const image =
    (name: string, owner: Team | undefined, repository: string, expected: Target["expected"]) =>
    (action: string): Target => ({
      name,
      action: `ecr:${action}`,
      resource: arnOf(place, "ecr", `repository/${repository}`),
      expected,
      ...(owner && { owner }),
    });
  const pusher = (owner: Team) => (role: Role) => role.team === owner && owner.buildsImages;
  return [
    {
      name: "log in to the registry",
      action: "ecr:GetAuthorizationToken",
      resource: "*",
      expected: (role) =>
        allowedIf(
          (role.kind === "controller" && repositories.length > 0) ||
            (role.team?.repositories.length ?? 0) > 0,
        ),
    },
    ...place.teams.flatMap((owner) =>
      owner.repositories.flatMap((repository) => [
        ...pulls.map(
          image("pull", owner, repository, (role) =>
            allowedIf(role.kind === "controller" || pusher(owner)(role)),
          ),
        ),
        ...pushes.map(image("push", owner, repository, (role) => allowedIf(pusher(owner)(role)))),
        ...destroys.map(image("delete or share", owner, repository, nobody)),
      ]),
    ),
    ...[...pulls, ...pushes].flatMap((action) =>
      ["platform/base", ...repositories.map((repository) => `${repository}-x`)]
        .filter((repository) => !repositories.includes(repository))
        .map((repository) =>
          image("pull or push a repository of no team", undefined, repository, nobody)(action),
        ),
    ),
  ];
}

function isOwnKey({ team }: Role, key: string): boolean {
  return team !== undefined && key.startsWith(`artifacts/${team.namespace}/`);
}

async function judge({ environment: place, roles }: Tenancy, targets: readonly Target[]): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const role of roles) {
    for (const target of targets) {
      const { name, action, resource, context = {}, policy, expected, owner } = target;
      const seen = await verdict({
        principal: role.arn,
        identity: role.identity,
        resourcePolicy: policy,
        action,
        resource,
        account: accountOf(place),
        context,
      });
      cells.push({
        principal: role.id,
        target: name,
        whose: owner === undefined ? "common" : owner === role.team ? "own" : "other",
        request: `${action} ${resource} ${JSON.stringify(context)}`,
        expected: expected(role),
        seen,
      });
    }
  }
  return cells;
}

function accountOf({ account }: Environment): string {
  return account;
}
