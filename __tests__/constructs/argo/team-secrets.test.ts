import { policyAt, statement } from "../../fixtures/policies";
import { manifestsOf } from "../../fixtures/releases";
import { addresses, environment, resource, stackOf } from "../../fixtures/synthesis";

const one = environment({
  teams: { shop: { secrets: ["git-credentials", "reports-api"] }, other: {} },
});
const json = stackOf(one, "workflows");
const manifests = manifestsOf(json, "argo-team-secrets");
const named = (kind: string) => manifests.filter((each) => each.kind === kind);

describe("TeamSecrets", () => {
  it("has a store for each team with secrets, which works in the team's namespace only", () =>
    expect(named("ClusterSecretStore")).toEqual([
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ClusterSecretStore",
        metadata: expect.objectContaining({ name: "argo-secrets-team-shop" }) as object,
        spec: {
          conditions: [{ namespaces: ["team-shop"] }],
          provider: {
            aws: {
              service: "SecretsManager",
              region: "eu-central-1",
              auth: { jwt: { serviceAccountRef: { name: "argo-secrets-team-shop", namespace: "argo" } } },
            },
          },
        },
      },
    ]));

  it("copies each secret to the team's namespace under its own name", () =>
    expect(named("ExternalSecret")).toMatchObject([
      {
        metadata: { name: "git-credentials", namespace: "team-shop" },
        spec: {
          secretStoreRef: { kind: "ClusterSecretStore", name: "argo-secrets-team-shop" },
          target: { name: "git-credentials", deletionPolicy: "Retain" },
          data: [{ secretKey: "credentials", remoteRef: { key: "test/argo/team-shop/git-credentials" } }],
        },
      },
      {
        metadata: { name: "reports-api", namespace: "team-shop" },
        spec: { dataFrom: [{ extract: { key: "test/argo/team-shop/reports-api" } }] },
      },
    ]));

  it("keeps the account with the role where no pod of the team can use it", () => {
    const account = resource(json, "kubernetes_service_account_v1", "argo_argo-secrets-team-shop");
    expect(account).toMatchObject({
      metadata: {
        namespace: "argo",
        annotations: {
          "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/test-argo-secrets-team-shop",
        },
      },
    });
    const iam = stackOf(one, "iam");
    const trust = policyAt(iam, "aws_iam_role", "secrets-team-shop", "assume_role_policy");
    expect(statement(trust, "ServiceAccountOfTheCluster").Condition?.StringEquals).toMatchObject({
      "oidc.example.com/id/EXAMPLE:sub": "system:serviceaccount:argo:argo-secrets-team-shop",
    });
    expect(policyAt(iam, "aws_iam_role_policy", "secrets-team-shop").Statement).toEqual([
      {
        Sid: "ReadListedSecrets",
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: ["git-credentials", "reports-api"].map(
          (name) =>
            `arn:aws:secretsmanager:eu-central-1:123456789012:secret:test/argo/team-shop/${name}-??????`,
        ),
      },
    ]);
  });

  it("doesn't exist without secrets", () => {
    const without = stackOf(environment({ teams: { shop: {} } }), "workflows");
    expect(addresses(without).filter((address) => address.includes("secrets-team"))).toEqual([]);
  });
});
