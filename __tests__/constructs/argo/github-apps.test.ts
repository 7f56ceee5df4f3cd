import { policyAt, statement } from "../../fixtures/policies";
import { manifestsOf } from "../../fixtures/releases";
import { addresses, environment, resource, stackOf } from "../../fixtures/synthesis";

const githubApp = { appId: "123456", installationId: "654321", repositories: ["api", "web"] };
const one = environment({
  teams: {
    shop: { githubApp },
    // Its namespace looks like the end of a name that the first team's key could have.
    web: {
      namespace: "team-shop-private-key",
      githubApp: { ...githubApp, url: "https://github.example.com" },
    },
    other: {},
  },
});
const json = stackOf(one, "workflows");
const all = manifestsOf(json, "argo-github-apps");
const named = (kind: string, namespace?: string) =>
  all.filter((each) => each.kind === kind && each.metadata.namespace === namespace);
const ofShop = (kind: string, namespace?: string) => named(kind, namespace)[0];
const generators = "generators.external-secrets.io/v1alpha1";
const key = "argo-github-team-shop.private-key";

describe("GithubApps", () => {
  it("has six objects for each team with an App, and none for others", () => {
    expect(all).toHaveLength(12);
    expect(all.filter(({ metadata }) => metadata.namespace === "team-other")).toEqual([]);
  });

  it("brings nothing but the token's line into the team's namespace", () =>
    expect(all.filter(({ metadata }) => metadata.namespace === "team-shop")).toEqual([
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: expect.objectContaining({ name: "git-credentials", namespace: "team-shop" }) as object,
        spec: {
          refreshInterval: "5m",
          secretStoreRef: { kind: "ClusterSecretStore", name: "argo-github-team-shop" },
          target: { name: "git-credentials", creationPolicy: "Owner", deletionPolicy: "Retain" },
          data: [
            {
              secretKey: "credentials",
              remoteRef: { key: "argo-github-team-shop", property: "credentials" },
            },
          ],
        },
      },
    ]));

  it("lets only the team's namespace use the store, and the store read only the current token", () => {
    expect(ofShop("ClusterSecretStore")?.spec).toEqual({
      conditions: [{ namespaces: ["team-shop"] }],
      provider: {
        kubernetes: {
          remoteNamespace: "argo",
          server: {
            url: "https://kubernetes.default.svc",
            caProvider: { type: "ConfigMap", name: "kube-root-ca.crt", namespace: "argo", key: "ca.crt" },
          },
          auth: { serviceAccount: { name: "argo-github-team-shop", namespace: "argo" } },
        },
      },
    });
    expect(resource(json, "kubernetes_role_v1", "argo_argo-github-team-shop").rule).toEqual([
      { api_groups: [""], resources: ["secrets"], resource_names: ["argo-github-team-shop"], verbs: ["get"] },
    ]);
  });

  it("reads the private key of this team into the control plane's namespace", () => {
    expect(ofShop("SecretStore", "argo")?.spec).toEqual({
      provider: {
        aws: {
          service: "SecretsManager",
          region: "eu-central-1",
          auth: { jwt: { serviceAccountRef: { name: "argo-github-team-shop" } } },
        },
      },
    });
    expect(ofShop("ExternalSecret", "argo")).toMatchObject({
      metadata: { name: key },
      spec: {
        secretStoreRef: { kind: "SecretStore", name: "argo-github-team-shop" },
        target: { name: key, deletionPolicy: "Retain" },
        data: [{ secretKey: "private-key", remoteRef: { key: "test/argo/team-shop/github-app" } }],
      },
    });
  });

  it("makes a token that reads the listed repositories", () =>
    expect(ofShop("GithubAccessToken", "argo")).toEqual({
      apiVersion: generators,
      kind: "GithubAccessToken",
      metadata: expect.objectContaining({ name: "argo-github-team-shop", namespace: "argo" }) as object,
      spec: {
        appID: "123456",
        installID: "654321",
        url: "https://api.github.com",
        repositories: ["api", "web"],
        permissions: { contents: "read" },
        auth: { privateKey: { secretRef: { name: key, key: "private-key" } } },
      },
    }));

  it("writes the token as a line that Git reads, for the App's own server", () => {
    expect(named("ExternalSecret", "argo")[1]?.spec).toEqual({
      refreshInterval: "30m",
      dataFrom: [
        {
          sourceRef: {
            generatorRef: {
              apiVersion: generators,
              kind: "GithubAccessToken",
              name: "argo-github-team-shop",
            },
          },
        },
      ],
      target: {
        name: "argo-github-team-shop",
        creationPolicy: "Owner",
        deletionPolicy: "Retain",
        template: { data: { credentials: "https://x-access-token:{{ .token }}@github.com" } },
      },
    });
    expect(named("ExternalSecret", "argo")[3]?.spec).toMatchObject({
      target: {
        template: { data: { credentials: "https://x-access-token:{{ .token }}@github.example.com" } },
      },
    });
    expect(named("GithubAccessToken", "argo")[1]?.spec).toMatchObject({
      url: "https://github.example.com/api/v3",
    });
  });

  it("has no name twice, whatever the namespaces are called", () => {
    const names = all.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    const targets = named("ExternalSecret", "argo").map(
      ({ spec }) => (spec as { target: { name: string } }).target.name,
    );
    expect(new Set(targets).size).toBe(4);
  });

  it("has a role of its own, which reads the key and which no pod can have", () => {
    expect(resource(json, "kubernetes_service_account_v1", "argo_argo-github-team-shop")).toMatchObject({
      automount_service_account_token: false,
      metadata: {
        namespace: "argo",
        annotations: {
          "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/test-argo-github-team-shop",
        },
      },
    });
    const iam = stackOf(one, "iam");
    const trust = policyAt(iam, "aws_iam_role", "github-team-shop", "assume_role_policy");
    expect(statement(trust, "ServiceAccountOfTheCluster").Condition?.StringEquals).toMatchObject({
      "oidc.example.com/id/EXAMPLE:sub": "system:serviceaccount:argo:argo-github-team-shop",
    });
    expect(policyAt(iam, "aws_iam_role_policy", "github-team-shop").Statement).toEqual([
      {
        Sid: "ReadPrivateKey",
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: [
          "arn:aws:secretsmanager:eu-central-1:123456789012:secret:test/argo/team-shop/github-app-??????",
        ],
      },
    ]);
  });

  it("doesn't exist without an App", () => {
    const without = stackOf(environment({ teams: { shop: { secrets: ["reports"] } } }), "workflows");
    expect(addresses(without).filter((address) => address.includes("github"))).toEqual([]);
  });
});
