import { argoValues } from "../../../helm/argo-workflows/values";
import { at, chart, valuesOf } from "../../fixtures/chart-values";
import { existingDatabase } from "../../fixtures/existing-database";
import { fullEnvironment } from "../../fixtures/full-environment";
import { environment } from "../../fixtures/synthesis";

const controller = (changes: Record<string, unknown>, name?: string) =>
  at(valuesOf(environment(changes, name)), "controller") as Record<string, unknown>;

describe("controllerValues", () => {
  it("runs two controllers, of which one may be down", () =>
    expect(controller({})).toMatchObject({ replicas: 2, pdb: { enabled: true, minAvailable: 1 } }));

  it("sets no disruption budget for a single controller, which would block every drain", () =>
    expect(controller({ controller: { replicas: 1 } })).toMatchObject({
      replicas: 1,
      pdb: { enabled: false },
    }));

  it("spreads over zones and hosts", () =>
    expect(controller({}).topologySpreadConstraints).toEqual([
      { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway" },
      { maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" },
    ]));

  it("passes no flag, because the chart turns leader election on by itself", () => {
    expect(controller({}).extraArgs).toBeUndefined();
    expect(controller({})).not.toHaveProperty("workflowWorkers");
  });

  it("passes what the environment file says about workers and requests", () => {
    expect(controller({ controller: { workers: 64, qps: 50 } })).toMatchObject({
      workflowWorkers: 64,
      extraArgs: ["--qps=50", "--burst=75"],
    });
    expect(controller({ controller: { burst: 100 } }).extraArgs).toEqual(["--burst=100"]);
  });

  it("applies the limits of the environment file to workflows", () =>
    expect(controller({})).toMatchObject({
      parallelism: 10,
      namespaceParallelism: 10,
      resourceRateLimit: { limit: 10, burst: 5 },
      failedPodRestart: { enabled: true, maxRestarts: 3 },
      metricsConfig: { enabled: true, secure: false, headlessService: true },
      logging: { level: "info", format: "json" },
    }));

  it("names its role for IRSA, but not for Pod Identity", () => {
    expect(controller({}).serviceAccount).toEqual({
      create: true,
      name: "argo-workflow-controller",
      annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/test-argo-controller" },
    });
    expect(controller({ cluster: { identity: "pod-identity" } }).serviceAccount).toEqual({
      create: true,
      name: "argo-workflow-controller",
    });
  });

  it("omits the archive if it is off, because the chart would render it and Argo would exit", () =>
    expect(controller({})).not.toHaveProperty("persistence"));

  it("keeps finished workflows in a database, connected over TLS", () =>
    expect(controller({ archive: { enabled: true } }).persistence).toEqual({
      archive: true,
      archiveTTL: "30d",
      nodeStatusOffLoad: true,
      clusterName: "test-example",
      connectionPool: { maxIdleConns: 10, maxOpenConns: 20, connMaxLifetime: "30m" },
      reconnectionConfig: { maxRetries: 5760, baseDelaySeconds: 1, maxDelaySeconds: 15, retryMultiple: 1 },
      postgresql: {
        host: "database.example.com",
        port: 5432,
        database: "argo",
        tableName: "argo_workflows",
        ssl: true,
        sslMode: "require",
        userNameSecret: { name: "argo-postgres-credentials", key: "username" },
        passwordSecret: { name: "argo-postgres-credentials", key: "password" },
      },
    }));

  it("reaches a database that exists already at its own address, and verifies its certificate and name", () =>
    expect(at(controller({ archive: existingDatabase }), "persistence.postgresql")).toEqual({
      host: "postgres.example.com",
      port: 6432,
      database: "workflows",
      tableName: "argo_workflows",
      ssl: true,
      sslMode: "verify-full",
      userNameSecret: { name: "argo-postgres-credentials", key: "username" },
      passwordSecret: { name: "argo-postgres-credentials", key: "password" },
    }));

  it("tries to reconnect to the database for a day, in versions of Argo that have the key", () => {
    const persistence = (appVersion: string) =>
      at(
        argoValues(environment({ archive: { enabled: true } }), { ...chart, appVersion }, "database"),
        "controller.persistence",
      );
    const { maxRetries, maxDelaySeconds } = at(persistence("v4.1.0"), "reconnectionConfig") as Record<
      "maxRetries" | "maxDelaySeconds",
      number
    >;
    expect(maxRetries * maxDelaySeconds).toBe(24 * 60 * 60);
    expect(persistence("v4.0.6")).not.toHaveProperty("reconnectionConfig");
  });

  it("logs in with its role if configured, and still names a password for chart 1.0.18", () =>
    expect(
      at(controller({ archive: { enabled: true, login: "iam" } }), "persistence.postgresql"),
    ).toMatchObject({
      ssl: true,
      awsRDSToken: { enabled: true, region: "eu-central-1" },
      passwordSecret: { name: "argo-postgres-credentials", key: "password" },
    }));

  it("lets people run only templates, unless the environment file says otherwise", () => {
    expect(controller({}, "production").workflowRestrictions).toEqual({ templateReferencing: "Strict" });
    expect(controller({}, "staging").workflowRestrictions).toEqual({ templateReferencing: "Strict" });
    expect(controller({ workflows: { templateReferencing: "none" } }, "production")).not.toHaveProperty(
      "workflowRestrictions",
    );
    expect(controller({ workflows: { templateReferencing: "Secure" } }).workflowRestrictions).toEqual({
      templateReferencing: "Secure",
    });
  });

  it("links to logs with the variables that Argo fills in", () => {
    const url = "https://logs.example.com/?ns=${metadata.namespace}&pod=${metadata.name}";
    expect(at(valuesOf(fullEnvironment()), "controller.links")).toEqual([
      { name: "Logs", scope: "workflow", url },
      { name: "Logs", scope: "pod-logs", url },
    ]);
  });

  it("runs on the nodes of the environment file", () =>
    expect(at(valuesOf(fullEnvironment()), "controller")).toMatchObject({
      nodeSelector: { "example.com/pool": "platform" },
      tolerations: [{ key: "platform", operator: "Equal", value: "argo", effect: "NoSchedule" }],
      priorityClassName: "platform-critical",
      serviceMonitor: { enabled: true, additionalLabels: { release: "kube-prometheus-stack" } },
    }));
});

describe("workflowDefaults", () => {
  const defaults = (changes: Record<string, unknown>) => at(controller(changes), "workflowDefaults.spec");

  it("sets a deadline, a lifetime and the cleanup", () =>
    expect(defaults({})).toMatchObject({
      activeDeadlineSeconds: 14_400,
      ttlStrategy: { secondsAfterSuccess: 1800, secondsAfterCompletion: 3600, secondsAfterFailure: 86_400 },
      podGC: { strategy: "OnPodCompletion", deleteDelayDuration: "5m" },
      volumeClaimGC: { strategy: "OnWorkflowCompletion" },
    }));

  it("gives Argo's pods that delete artifacts the team's account, if a team may delete artifacts", () => {
    expect(defaults({ teams: { a: { artifactGC: true }, b: {} } })).toMatchObject({
      artifactGC: { serviceAccountName: "argo-workflow" },
    });
    // A strategy would make every workflow delete.
    expect(Object.keys(at(defaults({ teams: { a: { artifactGC: true } } }), "artifactGC") as object)).toEqual(
      ["serviceAccountName"],
    );
    expect(defaults({ teams: { a: {}, b: {} } })).not.toHaveProperty("artifactGC");
  });

  it("retries only pods that were lost with their node, with increasing delays", () => {
    expect(at(defaults({}), "templateDefaults.retryStrategy")).toEqual({
      limit: "2",
      retryPolicy: "Always",
      expression: 'lastRetry.message matches "pod deleted|imminent node shutdown"',
      backoff: { duration: "5s", factor: "2" },
    });
    // At the workflow's own level a retry would repeat everything.
    expect(defaults({})).not.toHaveProperty("retryStrategy");
  });

  it("uses ordinary nodes by default", () => {
    expect(defaults({})).not.toHaveProperty("affinity");
    expect(defaults({})).not.toHaveProperty("tolerations");
  });

  it("prefers Spot nodes, accepts Graviton, and tolerates more lost nodes in the Spot profile", () =>
    expect(
      defaults({ workflows: { spot: true }, scheduling: { workflowTolerations: [{ key: "ci" }] } }),
    ).toMatchObject({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [{ key: "kubernetes.io/arch", operator: "In", values: ["amd64", "arm64"] }],
              },
            ],
          },
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              preference: {
                matchExpressions: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] }],
              },
            },
          ],
        },
      },
      tolerations: [
        { key: "ci", operator: "Exists" },
        { key: "karpenter.sh/capacity-type", operator: "Equal", value: "spot", effect: "NoSchedule" },
      ],
      templateDefaults: { retryStrategy: { limit: "4" } },
    }));
});
