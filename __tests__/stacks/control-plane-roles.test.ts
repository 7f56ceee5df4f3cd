import { arnOf } from "../../config/arns";
import type { Environment } from "../../config/environment";
import { database, existingDatabase } from "../fixtures/existing-database";
import { fullEnvironment } from "../fixtures/full-environment";
import { policyAt, statement } from "../fixtures/policies";
import { verdict } from "../fixtures/simulation";
import { environment, exampleEnvironments, stackOf, synthesis } from "../fixtures/synthesis";

const archived = environment({ archive: { enabled: true } });
const full = fullEnvironment();
const elsewhere = environment({ archive: existingDatabase });
const elsewhereWithLogin = fullEnvironment({ archive: { login: "password", database } });
const stacks = new Map(
  [archived, full, elsewhere, elsewhereWithLogin].map((one) => [one, synthesis(one).stacks]),
);

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

  describe("for an archive database that exists already", () => {
    const read = (one: Environment, resource: string) =>
      may(one, "secrets", "secretsmanager:GetSecretValue", `secretsmanager ${resource}`);
    const own = database.secretArn.split(":").slice(5).join(":");

    it.each([
      [own, "allowed"],
      [`${own}x`, "denied"],
      [own.replace("AbCdEf", "AbCdEg"), "denied"],
      ["secret:test/argo/database-AbCdEf", "denied"],
      ["secret:test/argo/sso-AbCdEf", "denied"],
    ])("reads its secret and no other: %s", async (resource, expected) =>
      expect(await read(elsewhere, resource)).toBe(expected),
    );

    it("still reads the identity provider's", async () => {
      expect(await read(elsewhereWithLogin, "secret:test/argo/sso-AbCdEf")).toBe("allowed");
      expect(await read(elsewhereWithLogin, own)).toBe("allowed");
      expect(await read(elsewhereWithLogin, "secret:test/argo/database-AbCdEf")).toBe("denied");
    });

    const key = database.secretKmsKeyArn.split(":").slice(5).join(":");
    const through = (service: string, SecretARN: string) => ({
      "kms:ViaService": `${service}.eu-central-1.amazonaws.com`,
      "kms:EncryptionContext:SecretARN": SecretARN,
    });

    it.each<[string, string, Record<string, string>, string]>([
      ["that secret", key, through("secretsmanager", database.secretArn), "allowed"],
      ["another secret", key, through("secretsmanager", `${database.secretArn}x`), "denied"],
      ["an object", key, through("s3", database.secretArn), "denied"],
      ["that secret, with another key", "key/3", through("secretsmanager", database.secretArn), "denied"],
      ["a text of its own", key, {}, "denied"],
    ])("decrypts with the secret's key only %s", async (_, resource, context, expected) =>
      expect(await may(elsewhere, "secrets", "kms:Decrypt", `kms ${resource}`, context)).toBe(expected),
    );

    it("uses no key of this project without a secret of this project, and none that isn't named", () => {
      const sids = (changes: Record<string, unknown>) => {
        const iam = stackOf(environment(changes), "iam");
        return policyAt(iam, "aws_iam_role_policy", "secrets").Statement.map(({ Sid }) => Sid);
      };
      expect(sids({ archive: existingDatabase })).toEqual(["ReadArgosSecrets", "UseKeyOfDatabaseSecret"]);
      const keyOfAws = { enabled: true, database: { ...database, secretKmsKeyArn: undefined } };
      expect(sids({ archive: keyOfAws })).toEqual(["ReadArgosSecrets"]);
      expect(sids({ archive: { enabled: true } })).toEqual(["ReadArgosSecrets", "UseDataKey"]);
    });
  });

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
