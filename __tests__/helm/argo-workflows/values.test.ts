import { executorTokenPatch } from "../../../config/executor-token";
import { at, valuesOf } from "../../fixtures/chart-values";
import { database, existingDatabase } from "../../fixtures/existing-database";
import { fullEnvironment } from "../../fixtures/full-environment";
import { environment, exampleEnvironments } from "../../fixtures/synthesis";

const restricted = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
};

describe("argoValues", () => {
  it.each(exampleEnvironments().map((one) => [one.name, one] as const))(
    "keeps every pod of %s within Pod Security restricted",
    (_, one) => {
      const values = valuesOf(one);
      for (const path of ["server", "controller", "crds.upgradeJob"]) {
        expect(at(values, `${path}.securityContext`)).toEqual(restricted);
        expect(at(values, `${path}.podSecurityContext`)).toMatchObject({
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        });
        expect(at(values, `${path}.resources`)).toEqual({
          requests: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
          limits: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
        });
      }
    },
  );

  it("lets the server answer until the load balancer has stopped sending requests", () => {
    const server = at(valuesOf(environment()), "server") as {
      lifecycle: { preStop: { sleep: { seconds: number } } };
      terminationGracePeriodSeconds: number;
    };
    const { seconds } = server.lifecycle.preStop.sleep;
    expect(seconds).toBe(15);
    // The rest is for open streams of logs.
    expect(server.terminationGracePeriodSeconds - seconds).toBeGreaterThanOrEqual(30);
  });

  it("tells the proxy to Argo's programs, its containers in each pod, and every step", () => {
    const url = "http://10.0.0.1:3128";
    const values = valuesOf(environment({ network: { proxy: { url } } }));
    for (const path of ["controller.extraEnv", "server.extraEnv", "executor.env", "mainContainer.env"])
      expect(at(values, path)).toEqual(
        expect.arrayContaining(["HTTPS_PROXY", "https_proxy"].map((name) => ({ name, value: url }))),
      );
    for (const path of ["executor.env", "mainContainer.env"])
      expect(at(valuesOf(environment()), path)).toBeUndefined();
  });

  it("gives both of Argo's programs the authorities of an existing database as a file, and other environments none", () => {
    const network = { proxy: { url: "http://10.0.0.1:3128" } };
    const values = valuesOf(environment({ archive: existingDatabase, network }));
    for (const program of ["controller", "server"]) {
      expect(at(values, program)).toMatchObject({
        volumes: [{ name: "argo-archive-authorities", configMap: { name: "argo-archive-authorities" } }],
        volumeMounts: [{ name: "argo-archive-authorities", mountPath: "/etc/argo-archive", readOnly: true }],
      });
      expect(at(values, `${program}.extraEnv`)).toEqual(
        expect.arrayContaining([
          { name: "PGSSLROOTCERT", value: "/etc/argo-archive/authorities.pem" },
          { name: "HTTPS_PROXY", value: "http://10.0.0.1:3128" },
        ]),
      );
    }
    const publicAuthority = { enabled: true, database: { ...database, rootCA: undefined } };
    for (const archive of [publicAuthority, { enabled: true }, {}])
      expect(JSON.stringify(valuesOf(environment({ archive })))).not.toMatch(
        /PGSSLROOTCERT|argo-archive-auth/,
      );
  });

  it("gives user code no Kubernetes token, and a security context that restricted accepts", () => {
    const values = valuesOf(environment());
    expect(at(values, "controller.workflowDefaults.spec")).toMatchObject({
      serviceAccountName: "argo-workflow",
      podSpecPatch: executorTokenPatch,
      securityContext: { runAsNonRoot: true, runAsUser: 8737, seccompProfile: { type: "RuntimeDefault" } },
    });
    expect(at(values, "executor.resources")).toEqual({
      requests: { cpu: "50m", memory: "64Mi" },
      limits: { cpu: "500m", memory: "512Mi" },
    });
    expect(at(values, "mainContainer")).toEqual({
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    });
    expect(at(values, "executor.securityContext")).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 8737,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    });
  });

  it("takes the size of each container from the environment file", () => {
    const larger = { requests: { cpu: "1", memory: "2Gi" }, limits: { cpu: "2", memory: "4Gi" } };
    const values = valuesOf(
      environment({
        controller: { resources: larger },
        server: { resources: { limits: larger.limits } },
        executor: { resources: larger },
      }),
    );
    expect(at(values, "controller.resources")).toEqual(larger);
    expect(at(values, "server.resources")).toEqual({
      requests: { cpu: "100m", memory: "256Mi" },
      limits: larger.limits,
    });
    expect(at(values, "executor.resources")).toEqual(larger);
  });

  it("keeps artifacts below the namespace's prefix, without access keys", () => {
    expect(at(valuesOf(environment()), "artifactRepository")).toEqual({
      archiveLogs: true,
      s3: {
        bucket: "test-argo-artifacts-123456789012",
        region: "eu-central-1",
        endpoint: "s3.eu-central-1.amazonaws.com",
        insecure: false,
        useSDKCreds: true,
        keyFormat:
          "artifacts/{{workflow.namespace}}/{{workflow.name}}/{{workflow.creationTimestamp.Y}}/{{workflow.creationTimestamp.m}}/{{workflow.creationTimestamp.d}}/{{pod.name}}",
      },
    });
    expect(at(valuesOf(environment({ region: "cn-north-1" })), "artifactRepository.s3.endpoint")).toBe(
      "s3.cn-north-1.amazonaws.com.cn",
    );
  });

  it("pulls every image from the mirror, if there is one", () => {
    const mirrored = environment({ images: { registry: "registry.example.com/quay" } });
    const image = { registry: "registry.example.com/quay" };
    const values = valuesOf(mirrored);
    for (const path of ["controller", "server", "executor", "crds.upgradeJob"])
      expect(at(values, `${path}.image`)).toEqual(image);
    expect(at(values, "crds.full")).toBe(true);
    expect(at(valuesOf(environment()), "executor.image")).toBeUndefined();
  });

  it("pulls Argo's images from what takes the place of their registry", () => {
    const registries = { "quay.io": "registry.example.com/quay", "docker.io": "registry.example.com/hub" };
    const values = valuesOf(environment({ images: { registries } }));
    for (const path of ["controller", "server", "executor", "crds.upgradeJob"])
      expect(at(values, `${path}.image`)).toEqual({ registry: "registry.example.com/quay" });
    const others = valuesOf(environment({ images: { registries: { "docker.io": "a.io" } } }));
    expect(at(others, "executor.image")).toBeUndefined();
  });

  it("logs in to a registry with a Secret, and installs the definitions without the Job, which has none", () => {
    const pullSecret = "registry-login";
    const values = valuesOf(environment({ images: { pullSecret, registry: "registry.example.com" } }));
    expect(at(values, "images.pullSecrets")).toEqual([{ name: "registry-login" }]);
    expect(at(values, "controller.rbac.secretWhitelist")).toEqual(["registry-login"]);
    expect(at(values, "crds.full")).toBe(false);
    // Argo's public registry demands no login.
    expect(at(valuesOf(environment({ images: { pullSecret } })), "crds.full")).toBe(true);
    expect(at(valuesOf(environment()), "controller.rbac")).toBeUndefined();
  });

  it("needs no internet access for the definitions with a mirror, even with chart 1.x", () => {
    const values = valuesOf(environment({ images: { registry: "registry.example.com" } }), "1.0.18");
    expect(at(values, "crds.full")).toBe(false);
    expect(at(values, "crds.upgradeJob.image")).toBeUndefined();
  });

  describe("the checksum", () => {
    const checksum = (changes: Record<string, object>) => {
      const values = valuesOf(fullEnvironment(changes));
      expect(at(values, "server.podAnnotations")).toEqual(at(values, "controller.podAnnotations"));
      return (at(values, "controller.podAnnotations") as Record<string, string>)["checksum/config"];
    };
    const before = checksum({});

    it("is a SHA-256", () => expect(before).toMatch(/^[0-9a-f]{64}$/));

    it.each<[string, Record<string, object>]>([
      ["parallelism", { controller: { parallelism: 21 } }],
      ["parallelism of a namespace", { controller: { namespaceParallelism: 11 } }],
      ["rate limit", { controller: { rateLimit: { limit: 11 } } }],
      ["size of Argo's own containers", { executor: { resources: { limits: { cpu: "1", memory: "1Gi" } } } }],
      ["deadline", { workflows: { deadlineSeconds: 60 } }],
      ["time in the archive", { archive: { ttlDays: 31 } }],
      ["database password", { archive: { passwordVersion: 2 } }],
      ["archive", { archive: { enabled: false, login: "password" } }],
      ["session", { login: { sso: { issuer: "https://other.example.com" } } }],
    ])("changes with the %s", (_, changes) => expect(checksum(changes)).not.toBe(before));

    it.each<[string, Record<string, object>]>([
      ["number of pods", { controller: { replicas: 1 }, server: { replicas: 3 } }],
      ["size of pods", { controller: { workers: 99, resources: { limits: { memory: "8Gi" } } } }],
      [
        "nodes",
        {
          scheduling: {
            workflowNodeSelector: { "example.com/pool": "workflows" },
            workflowTolerations: [{ key: "workflows" }],
          },
        },
      ],
    ])("stays with the %s, which makes new pods by itself or needs none", (_, changes) =>
      expect(checksum(changes)).toBe(before),
    );

    it("changes with each part of an existing database that Argo reads", () => {
      const of = (changes: object, version = 1) =>
        checksum({
          archive: { login: "password", passwordVersion: version, database: { ...database, ...changes } },
        });
      const all = [
        of({}),
        of({}, 2),
        of({ host: "other.example.com" }),
        of({ port: 5432 }),
        of({ name: "argo" }),
        of({ rootCA: undefined }),
        of({ rootCA: `${database.rootCA}${database.rootCA}` }),
      ];
      expect(new Set(all).size).toBe(all.length);
      // Network policies and External Secrets read these.
      expect(of({ cidrs: ["10.21.0.0/24"], secretKmsKeyArn: undefined })).toBe(of({}));
    });
  });
});
