import { certificate } from "../fixtures/certificate";
import { valuesOf } from "../fixtures/chart-values";
import { database, existingDatabase } from "../fixtures/existing-database";
import { fullEnvironment } from "../fixtures/full-environment";
import { type KubernetesObject, manifestsOf, valuesOfRelease } from "../fixtures/releases";
import {
  addresses,
  committedEnvironments,
  environment,
  exampleEnvironments,
  resource,
  stackOf,
  synthesis,
} from "../fixtures/synthesis";

const archived = environment({ archive: { enabled: true } });
const everywhere = [...exampleEnvironments(), fullEnvironment()].map((one) => stackOf(one, "workflows"));

describe("WorkflowsStack", () => {
  const plain = stackOf(environment(), "workflows");
  const full = stackOf(fullEnvironment(), "workflows");

  it("comes after the namespaces of the teams", () =>
    expect(synthesis(environment()).dependencies["test-argo-workflows"]).toEqual(["test-argo-tenancy"]));

  it("contains nothing that the environment doesn't turn on", () =>
    expect(addresses(plain)).toEqual([
      "helm_release.argo-workflows",
      "kubernetes_cluster_role_binding_v1.argo-workflows-server",
      "kubernetes_cluster_role_v1.argo-workflows-server",
      "kubernetes_default_service_account_v1.argo",
      "kubernetes_namespace_v1.argo",
      "kubernetes_network_policy_v1.argo-workflows-crd-install",
      "kubernetes_network_policy_v1.argo-workflows-server",
      "kubernetes_network_policy_v1.argo-workflows-workflow-controller",
      "kubernetes_network_policy_v1.default-deny",
      "kubernetes_role_binding_v1.argo_argo-workflows-server",
      "kubernetes_role_v1.argo_argo-workflows-server",
    ]));

  it("creates no AWS resource, because a provider with unknown settings fails at plan", () => {
    for (const one of [...exampleEnvironments(), fullEnvironment()])
      expect(addresses(stackOf(one, "workflows")).filter((address) => address.startsWith("aws_"))).toEqual(
        [],
      );
  });

  it("shares its load balancer with nothing, in every environment of the repository", () => {
    const names = committedEnvironments().map(
      (one) => [one.ingress.groupName, stackOf(one, "workflows")] as const,
    );
    for (const [groupName, json] of names)
      if (groupName === undefined) expect(JSON.stringify(json)).not.toContain("group.name");
  });

  it("gives a named group an ingress class for the namespace argo only", () => {
    const json = stackOf(fullEnvironment({ ingress: { groupName: "shared" } }), "workflows");
    expect(manifestsOf(json, "argo-ingress")).toMatchObject([
      {
        kind: "IngressClassParams",
        metadata: { name: "argo-ingress" },
        spec: {
          group: { name: "shared" },
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "argo" } },
        },
      },
      {
        kind: "IngressClass",
        metadata: { name: "argo-ingress" },
        spec: {
          controller: "ingress.k8s.aws/alb",
          parameters: { kind: "IngressClassParams", name: "argo-ingress" },
        },
      },
    ]);
    expect(resource(json, "helm_release", "argo-workflows").depends_on).toContain(
      "helm_release.argo-ingress",
    );
    expect(JSON.stringify(resource(json, "helm_release", "argo-workflows"))).not.toContain("group.name");
  });

  it("drops no request during a rollout: the load balancer knows a pod before it counts as ready", () => {
    const gate = "elbv2.k8s.aws/pod-readiness-gate-inject";
    const labels = (json: typeof full) =>
      resource(json, "kubernetes_namespace_v1", "argo")["metadata"] as { labels: Record<string, string> };
    expect(labels(full).labels).toMatchObject({ [gate]: "enabled" });
    // The controller's webhook judges every pod in a namespace with this label.
    expect(labels(plain).labels).not.toHaveProperty(gate);
  });

  it("enforces restricted in argo, pinned to a version", () => {
    const { labels } = resource(plain, "kubernetes_namespace_v1", "argo").metadata as {
      labels: Record<string, string>;
    };
    expect(labels).toMatchObject(
      Object.fromEntries(
        ["enforce", "audit", "warn"].flatMap((mode) => [
          [`pod-security.kubernetes.io/${mode}`, "restricted"],
          [`pod-security.kubernetes.io/${mode}-version`, "v1.34"],
        ]),
      ),
    );
  });

  it("installs the pinned chart, waits for it, rolls back if it fails, and keeps ten revisions", () => {
    const { values, ...release } = resource(plain, "helm_release", "argo-workflows");
    expect(release).toMatchObject({
      name: "argo-workflows",
      namespace: "argo",
      repository: "https://argoproj.github.io/argo-helm",
      chart: "argo-workflows",
      version: "2.0.9",
      wait: true,
      timeout: 900,
      atomic: true,
      max_history: 10,
      create_namespace: false,
    });
    expect(values).toHaveLength(1);
    expect(valuesOfRelease(plain, "argo-workflows")[0]).toEqual(valuesOf(environment()));
  });

  it("installs Argo after its network policies, permissions and secrets", () =>
    expect(resource(full, "helm_release", "argo-workflows").depends_on).toEqual([
      "kubernetes_network_policy_v1.default-deny",
      "kubernetes_network_policy_v1.argo-workflows-server",
      "kubernetes_network_policy_v1.argo-workflows-workflow-controller",
      "kubernetes_network_policy_v1.argo-workflows-crd-install",
      "kubernetes_network_policy_v1.argo-database-user",
      "helm_release.argo-secrets",
      "kubernetes_cluster_role_binding_v1.argo-workflows-server",
      "kubernetes_role_binding_v1.argo_argo-workflows-server",
      "helm_release.argo-database-user",
    ]));

  it("reads the database's address from AWS by name, with no other stack's state", () => {
    const json = stackOf(archived, "workflows");
    expect(json.data).toMatchObject({
      aws_rds_cluster: { archive: { cluster_identifier: "test-argo-archive" } },
    });
    expect(json.data).not.toHaveProperty("terraform_remote_state");
    expect(JSON.stringify(resource(json, "helm_release", "argo-workflows").values)).toContain(
      "host: ${data.aws_rds_cluster.archive.endpoint}",
    );
    expect(plain.data).not.toHaveProperty("aws_rds_cluster");
  });

  describe("with an archive database that exists already", () => {
    const json = stackOf(environment({ archive: existingDatabase }), "workflows");

    it("asks AWS for no address, and creates no user", () => {
      expect(json.data).not.toHaveProperty("aws_rds_cluster");
      expect(
        addresses(json).filter((address) => !addresses(stackOf(archived, "workflows")).includes(address)),
      ).toEqual(["kubernetes_config_map_v1.argo-archive-authorities"]);
    });

    it("keeps the authorities where Argo's pods mount them, before these start", () => {
      expect(resource(json, "kubernetes_config_map_v1", "argo-archive-authorities")).toMatchObject({
        metadata: { name: "argo-archive-authorities", namespace: "argo" },
        data: { "authorities.pem": certificate },
      });
      expect(resource(json, "helm_release", "argo-workflows").depends_on).toContain(
        "kubernetes_config_map_v1.argo-archive-authorities",
      );
    });

    it("has no file of authorities if public ones are accepted, and none while the archive is off", () => {
      const publicOnes = { enabled: true, database: { ...database, rootCA: undefined } };
      for (const archive of [publicOnes, {}])
        expect(stackOf(environment({ archive }), "workflows").resource).not.toHaveProperty(
          "kubernetes_config_map_v1",
        );
    });

    it("brings user and password from exactly that secret, again when their version is raised", () => {
      const of = (passwordVersion: number) =>
        manifestsOf(
          stackOf(environment({ archive: { ...existingDatabase, passwordVersion } }), "workflows"),
          "argo-secrets",
        );
      expect(of(1).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
        "SecretStore argo-secrets",
        "ExternalSecret argo-postgres-credentials",
      ]);
      expect(of(1)[1]?.spec).toMatchObject({
        data: ["username", "password"].map((property) => ({
          secretKey: property,
          remoteRef: { key: database.secretArn, property },
        })),
      });
      expect(of(2)[1]?.metadata.annotations).toEqual({ "aws-argo-infra/password-version": "2" });
    });
  });

  it("keeps the variables that Argo fills in", () => {
    const [text] = resource(full, "helm_release", "argo-workflows").values as [string];
    expect(text).toContain("$${metadata.namespace}");
    expect(text).not.toMatch(/[^$]\$\{metadata/);
  });

  it("outputs its URLs", () => {
    expect(plain.output).toEqual({
      in_cluster_url: { value: "http://argo-workflows-server.argo.svc.cluster.local:2746" },
      service_accounts: { value: ["argo-server", "argo-workflow-controller"] },
    });
    expect(full.output).toMatchObject({
      server_url: { value: "https://argo.example.com" },
      service_accounts: {
        value: [
          "argo-server",
          "argo-workflow-controller",
          "argo-login",
          "argo-reader",
          "argo-admin",
          "argo-backstage",
          "argo-backstage-team-backend",
          "argo-backstage-team-data",
        ],
      },
    });
  });

  describe("callers", () => {
    const callers = ["login", "reader", "admin"].concat(
      ...["", "-team-backend", "-team-data"].map((end) => `backstage${end}`),
    );
    const annotationsOf = (id: string) =>
      (resource(full, "kubernetes_service_account_v1", id).metadata as { annotations?: object }).annotations;

    it("are selected by a person's groups; with several, the strongest wins", () => {
      expect(annotationsOf("argo_argo-login")).toEqual({
        "workflows.argoproj.io/rbac-rule": "'backend-developers' in groups",
        "workflows.argoproj.io/rbac-rule-precedence": "0",
        "workflows.argoproj.io/service-account-token.name": "argo-login.service-account-token",
      });
      expect(annotationsOf("argo_argo-reader")).toEqual({
        "workflows.argoproj.io/rbac-rule": "'audit (all)' in groups",
        "workflows.argoproj.io/rbac-rule-precedence": "10",
        "workflows.argoproj.io/service-account-token.name": "argo-reader.service-account-token",
      });
      expect(annotationsOf("argo_argo-admin")).toEqual({
        "workflows.argoproj.io/rbac-rule": "'platform' in groups",
        "workflows.argoproj.io/rbac-rule-precedence": "30",
        "workflows.argoproj.io/service-account-token.name": "argo-admin.service-account-token",
      });
    });

    it("log in people who may only approve", () => {
      const json = stackOf(
        fullEnvironment({
          targets: { shop: { requires: { approval: { groups: ["leads"] } } } },
          teams: { a: { deployTo: ["shop"] } },
        }),
        "workflows",
      );
      const { metadata } = resource(json, "kubernetes_service_account_v1", "argo_argo-login");
      expect(metadata).toMatchObject({
        annotations: {
          "workflows.argoproj.io/rbac-rule": expect.stringContaining("'leads' in groups") as string,
        },
      });
    });

    it("have tokens that never pass through the state", () => {
      const tokens = manifestsOf(full, "argo-tokens");
      expect(tokens.map(({ kind, type, metadata }) => [kind, type, metadata.name])).toEqual(
        callers.map((name) => [
          "Secret",
          "kubernetes.io/service-account-token",
          `argo-${name}.service-account-token`,
        ]),
      );
      for (const json of everywhere) expect(addresses(json).join()).not.toMatch(/kubernetes_secret/);
    });

    it("name the variable in which Backstage expects each of its tokens", () => {
      const named = manifestsOf(full, "argo-tokens").map(({ metadata }) => {
        const labels = metadata["labels"] as Record<string, string> | undefined;
        const annotations = metadata["annotations"] as Record<string, string>;
        const isBackstages = labels?.["aws-argo-infra/backstage-token"] === "true";
        return isBackstages ? [[metadata.name, annotations["aws-argo-infra/variable"]]] : [];
      });
      expect(named.flat()).toEqual([
        ["argo-backstage.service-account-token", "ARGO_WORKFLOWS_TEST_TOKEN"],
        ["argo-backstage-team-backend.service-account-token", "ARGO_WORKFLOWS_TEST_TEAM_BACKEND_TOKEN"],
        ["argo-backstage-team-data.service-account-token", "ARGO_WORKFLOWS_TEST_TEAM_DATA_TOKEN"],
      ]);
    });

    it("have new tokens when their version is raised, Backstage's too", () => {
      const rotated = stackOf(fullEnvironment({ tokens: { version: 2 } }), "workflows");
      expect(manifestsOf(rotated, "argo-tokens").map(({ metadata }) => metadata.name)).toEqual(
        callers.map((name) => `argo-${name}.v2.service-account-token`),
      );
    });
  });

  describe("secrets", () => {
    const spec = (object: KubernetesObject | undefined) => object?.spec as Record<string, unknown>;

    it("come through their own account", () => {
      const json = stackOf(archived, "workflows");
      expect(resource(json, "kubernetes_service_account_v1", "argo_argo-secrets")).toMatchObject({
        automount_service_account_token: false,
        metadata: {
          namespace: "argo",
          annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/test-argo-secrets" },
        },
      });
      const [store, database] = manifestsOf(json, "argo-secrets");
      expect(spec(store)).toEqual({
        provider: {
          aws: {
            service: "SecretsManager",
            region: "eu-central-1",
            auth: { jwt: { serviceAccountRef: { name: "argo-secrets" } } },
          },
        },
      });
      expect(database?.metadata.name).toBe("argo-postgres-credentials");
      expect(spec(database).data).toEqual(
        ["username", "password"].map((property) => ({
          secretKey: property,
          remoteRef: { key: "test/argo/database", property },
        })),
      );
    });

    it("are fetched again when the password gets a new version", () => {
      const of = (passwordVersion: number) =>
        manifestsOf(
          stackOf(environment({ archive: { enabled: true, passwordVersion } }), "workflows"),
          "argo-secrets",
        )[1]?.metadata.annotations;
      expect(of(1)).toEqual({ "aws-argo-infra/password-version": "1" });
      expect(of(2)).toEqual({ "aws-argo-infra/password-version": "2" });
    });

    it("contain no password for Argo if it logs in with its role", () => {
      const names = manifestsOf(full, "argo-secrets").map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(names).toEqual([
        "SecretStore argo-secrets",
        "ExternalSecret argo-postgres-admin",
        "Secret argo-postgres-credentials",
        "ExternalSecret argo-server-sso",
      ]);
      expect(manifestsOf(full, "argo-secrets")[2]?.stringData).toEqual({ username: "argo_test" });
    });
  });
});
