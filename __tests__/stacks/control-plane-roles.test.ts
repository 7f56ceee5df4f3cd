import { arnOf } from "../../config/arns";
import type { Environment } from "../../config/environment";
import { fullEnvironment } from "../fixtures/full-environment";
import { policyAt, statement } from "../fixtures/policies";
import { verdict } from "../fixtures/simulation";
import { environment, exampleEnvironments, stackOf, synthesis } from "../fixtures/synthesis";

const archived = environment({ archive: { enabled: true } });
const full = fullEnvironment();
const stacks = new Map([archived, full].map((one) => [one, synthesis(one).stacks]));

async function may(one: Environment, role: string, action: string, resource: string, context = {}) {
  const { [`${one.name}-argo-iam`]: iam, [`${one.name}-argo-storage`]: storage } = stacks.get(one) ?? {};
  if (!iam || !storage) throw new Error(`${one.name} lacks a stack`);
  return verdict({
    principal: `arn:aws:iam::${one.account}:role/${one.name}-argo-${role}`,
    identity: policyAt(iam, "aws_iam_role_policy", role),
    // Without its key's consent no role may use a key.
    resourcePolicy: action.startsWith("kms:") ? policyAt(storage, "aws_kms_key", "argo") : undefined,
    action,
    resource: arnOf(one, ...(resource.split(" ") as [string, string])),
    account: one.account,
    context,
  });
}

describe("The role of External Secrets", () => {
  const get = (one: Environment, secret: string) =>
    may(one, "secrets", "secretsmanager:GetSecretValue", `secretsmanager secret:${secret}-AbCdEf`);

  it("doesn't exist without a secret to copy", () =>
    expect(Object.keys(stackOf(environment(), "iam").resource.aws_iam_role ?? {})).not.toContain("secrets"));

  it.each<[string, Environment, string, string]>([
    ["the database's", archived, "test/argo/database", "allowed"],
    ["the identity provider's", full, "test/argo/sso", "allowed"],
    ["the identity provider's, without one", archived, "test/argo/sso", "denied"],
    ["a name that begins alike", archived, "test/argo/database-replica", "denied"],
    ["a team's", archived, "test/argo/team-backend/token", "denied"],
    ["another environment's", archived, "production/argo/database", "denied"],
  ])("reads %s secret: %#", async (_, one, secret, expected) =>
    expect(await get(one, secret)).toBe(expected),
  );

  it.each([
    ["secretsmanager", ["alias/test-argo"], "allowed"],
    ["s3", ["alias/test-argo"], "denied"],
    ["secretsmanager", ["alias/other"], "denied"],
  ])("decrypts through %s with %s: %s", async (service, aliases, expected) =>
    expect(
      await may(archived, "secrets", "kms:Decrypt", "kms key/00000000-0000-0000-0000-000000000000", {
        "kms:ViaService": `${service}.eu-central-1.amazonaws.com`,
        "kms:ResourceAliases": aliases,
      }),
    ).toBe(expected),
  );

  it.each(["PutSecretValue", "DeleteSecret", "PutResourcePolicy"])("can't %s", async (action) =>
    expect(
      await may(
        archived,
        "secrets",
        `secretsmanager:${action}`,
        "secretsmanager secret:test/argo/database-AbCdEf",
      ),
    ).toBe("denied"),
  );

  it("is assumed with its account's token, even if pods use Pod Identity", () => {
    const staging = exampleEnvironments().find(({ name }) => name === "staging");
    if (!staging) throw new Error("there is no staging");
    const iam = stackOf(staging, "iam");
    const trust = policyAt(iam, "aws_iam_role", "secrets", "assume_role_policy");
    expect(statement(trust, "ServiceAccountOfTheCluster").Condition?.StringEquals).toMatchObject({
      [`${staging.cluster.oidcProvider ?? ""}:sub`]: "system:serviceaccount:argo:argo-secrets",
    });
    expect(Object.keys(iam.resource.aws_eks_pod_identity_association ?? {})).not.toContain("secrets");
  });
});

describe("A login to the archive by role", () => {
  const connect = (one: Environment, role: string, user: string) =>
    may(one, role, "rds-db:connect", `rds-db dbuser:cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ/${user}`);

  it.each(["server", "controller"])("is allowed to the %s, only as its environment's user", async (role) => {
    expect(await connect(full, role, "argo_test")).toBe("allowed");
    expect(await connect(full, role, "argo_admin")).toBe("denied");
    expect(await connect(full, role, "argo_production")).toBe("denied");
  });

  it("is allowed to nobody if Argo logs in with a password", () =>
    expect(JSON.stringify(stackOf(archived, "iam"))).not.toContain("rds-db"));

  it("is allowed to no team", async () =>
    expect(await connect(full, "executor-team-backend", "argo_test")).toBe("denied"));
});
