import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { guardPolicies } from "../../config/guard-policies";
import { loadEnvironments } from "../../config/load";
import { apart, edited, load, problems, problemsIn, withFolder } from "../fixtures/environment-file";
import { hostileFiles } from "../fixtures/hostile-files";

const smallest = [
  'account: "123456789012"',
  "region: cn-north-1",
  "state: { bucket: example-state, kmsKeyAlias: alias/state }",
  "cluster: { name: example, oidcProvider: host/id }",
  "network: { vpcId: vpc-0123abcd }",
  "domain: example.com",
  "ingress: { enabled: false }",
  "teams: { web: {}, data: { quota: { pods: 3 } } }",
].join("\n");

describe("loadEnvironments", () => {
  it("fills in the defaults", () => {
    expect(load({ "dev.yaml": smallest })).toEqual([
      {
        account: "123456789012",
        region: "cn-north-1",
        tags: {},
        state: {
          bucket: "example-state",
          kmsKeyAlias: "alias/state",
          bootstrap: "none",
          region: "cn-north-1",
          account: "123456789012",
          keyPrefix: "argo/dev",
        },
        deploy: {},
        iam: { path: "/" },
        cluster: {
          name: "example",
          oidcProvider: "host/id",
          securityGroupIds: [],
          identity: "irsa",
          serviceCidr: "172.20.0.0/16",
        },
        network: { vpcId: "vpc-0123abcd", databaseSubnetIds: [], vpcCidrs: ["10.0.0.0/8"] },
        domain: "example.com",
        artifacts: {
          retentionDays: 30,
          noncurrentDays: 7,
          intelligentTieringDays: 1,
          accessLogDays: 90,
          inUi: true,
          allowedVpcEndpoints: [],
        },
        archive: {
          enabled: false,
          minCapacity: 0.5,
          maxCapacity: 4,
          readers: 1,
          engineVersion: "16",
          backupRetentionDays: 7,
          backupWindow: "03:00-04:00",
          maintenanceWindow: "sun:04:30-sun:05:30",
          logRetentionDays: 30,
          deletionProtection: true,
          login: "password",
          passwordVersion: 1,
          ttlDays: 30,
        },
        controller: {
          parallelism: 20,
          namespaceParallelism: 10,
          rateLimit: { limit: 10, burst: 5 },
          replicas: 2,
          workers: 32,
          qps: 20,
          burst: 30,
          resources: { requests: { cpu: "200m", memory: "512Mi" }, limits: { cpu: "1", memory: "2Gi" } },
        },
        server: {
          replicas: 2,
          resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { cpu: "1", memory: "1Gi" } },
        },
        executor: {
          resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
        },
        argo: { values: { controller: {}, server: {} } },
        login: { modes: ["client"], allowAnonymous: false },
        tokens: { version: 1 },
        ingress: {
          enabled: false,
          scheme: "internal",
          className: "alb",
          from: [],
          idleTimeoutSeconds: 300,
          inboundCidrs: [],
          deletionProtection: false,
        },
        workflows: {
          clusterTemplates: [],
          deadlineSeconds: 14400,
          ttl: { afterSuccessSeconds: 1800, afterCompletionSeconds: 3600, afterFailureSeconds: 86400 },
          sizes: {},
          spot: false,
          templateReferencing: "Strict",
        },
        scheduling: { nodeSelector: {}, tolerations: [], workflowNodeSelector: {}, workflowTolerations: [] },
        images: { registries: {}, requireDigests: false },
        backstage: {
          enabled: false,
          namespace: "backstage",
          terminate: false,
          userClaim: "preferred-username",
        },
        monitoring: {
          namespace: "monitoring",
          serviceMonitor: false,
          serviceMonitorLabels: {},
          rules: false,
          ruleLabels: {},
        },
        guard: Object.fromEntries(guardPolicies.map((policy) => [policy, "enforce"])),
        targets: {},
        teams: [
          {
            createNamespace: true,
            buildsImages: false,
            repositories: [],
            pullsFrom: [],
            artifactGC: false,
            quota: {
              cpu: "20",
              memory: "40Gi",
              storage: "100Gi",
              memoryLimits: "160Gi",
              ephemeralStorage: "500Gi",
              pods: 3,
              workflows: 500,
            },
            containers: {
              default: { cpu: "500m", memory: "512Mi" },
              request: { cpu: "100m", memory: "128Mi" },
              max: { cpu: "8", memory: "32Gi" },
              ephemeralStorage: { request: "256Mi", default: "10Gi", max: "100Gi" },
            },
            groups: [],
            signing: { enabled: false, verifiers: [], trusts: {} },
            trustedRevisions: {},
            secretsInWorkflows: false,
            secrets: [],
            extraStatements: [],
            notifications: { when: "always" },
            deployTo: [],
            egress: [],
            scheduling: {},
            schedules: {},
            backstage: true,
            name: "data",
            namespace: "team-data",
          },
          {
            createNamespace: true,
            buildsImages: false,
            repositories: [],
            pullsFrom: [],
            artifactGC: false,
            quota: {
              cpu: "20",
              memory: "40Gi",
              storage: "100Gi",
              memoryLimits: "160Gi",
              ephemeralStorage: "500Gi",
              pods: 50,
              workflows: 500,
            },
            containers: {
              default: { cpu: "500m", memory: "512Mi" },
              request: { cpu: "100m", memory: "128Mi" },
              max: { cpu: "8", memory: "32Gi" },
              ephemeralStorage: { request: "256Mi", default: "10Gi", max: "100Gi" },
            },
            groups: [],
            signing: { enabled: false, verifiers: [], trusts: {} },
            trustedRevisions: {},
            secretsInWorkflows: false,
            secrets: [],
            extraStatements: [],
            notifications: { when: "always" },
            deployTo: [],
            egress: [],
            scheduling: {},
            schedules: {},
            backstage: true,
            name: "web",
            namespace: "team-web",
          },
        ],
        name: "dev",
        partition: { name: "aws-cn", dnsSuffix: "amazonaws.com.cn" },
      },
    ]);
  });

  it("prefers the file to every default", () => {
    const [environment] = load({
      "dev.yaml": edited({
        "state.region": "us-east-1",
        "state.account": '"999999999999"',
        "state.roleArn": undefined,
      }),
    });
    expect(environment).toMatchObject({
      state: { region: "us-east-1", account: "999999999999", keyPrefix: "argo/example" },
      teams: [{ name: "backend", namespace: "team-backend" }],
    });
  });

  it("sorts environments and teams by code unit, whatever their order in the files", () => {
    const content = (name: string) => edited({ ...apart(name), teams: "{ b-a: {}, b: {}, a9: {} }" });
    const environments = load({
      "z.yaml": content("z"),
      "b9.yaml": content("b9"),
      "b-a.yaml": content("b-a"),
    });
    expect(environments.map(({ name }) => name)).toEqual(["b-a", "b9", "z"]);
    expect(environments[0]?.teams.map(({ name }) => name)).toEqual(["a9", "b", "b-a"]);
  });

  it("ignores other files", () => {
    expect(load({ "dev.yaml": smallest, "README.md": "# x", "dev.yaml.bak": "x", yaml: "x" })).toHaveLength(
      1,
    );
  });

  it("loads the environments of this repository", () => {
    const files = readdirSync("environments").filter((file) => file.endsWith(".yaml"));
    expect(loadEnvironments("environments").map(({ name }) => `${name}.yaml`)).toEqual(files.sort());
  });
});

describe("a hostile file", () => {
  it.each(hostileFiles)("$label", ({ content, lines }) => {
    expect(problems({ "dev.yaml": typeof content === "function" ? content() : content })).toEqual(lines);
  });

  it("pollutes no prototype", () => {
    problems({ "dev.yaml": edited({ "tags.constructor": "{ prototype: { polluted: 1 } }" }) });
    problems({ "dev.yaml": `${edited()}__proto__: { polluted: 1 }\n` });
    expect("polluted" in {}).toBe(false);
  });

  it.each([
    ["dev.yml", "must end in .yaml; rename it"],
    ["dev.YAML", "must end in .yaml; rename it"],
    ["dev.Yml", "must end in .yaml; rename it"],
    ...["Dev", "1dev", "dev.eu", "dev_eu", "-dev", "dev-", "my dev"].map((name) => [
      `${name}.yaml`,
      `is named "${name}"; an environment's name has lowercase letters, digits and hyphens, and begins with a letter`,
    ]),
    [
      "dév.yaml",
      `is named "d\\u00e9v"; an environment's name has lowercase letters, digits and hyphens, and begins with a letter`,
    ],
    [
      ".yaml",
      `is named ".yaml"; an environment's name has lowercase letters, digits and hyphens, and begins with a letter`,
    ],
  ])("called %s is refused", (name, complaint) => {
    expect(problems({ [name]: smallest })).toEqual([`${name}:1:1 ${complaint}`]);
  });

  it("is named on one line, even if its name has a line break", () => {
    expect(problems({ "a\nb\u001b[31m.yaml": smallest })).toEqual([
      'a\\u000ab\\u001b[31m.yaml:1:1 is named "a\\nb\\u001b[31m"; an environment\'s name has lowercase letters, digits and hyphens, and begins with a letter',
    ]);
  });

  it("that isn't a regular file is refused: a folder, a broken link, a circle of links, a device", () => {
    const lines = withFolder({}, (folder) => {
      mkdirSync(join(folder, "a.yaml"));
      symlinkSync("nowhere", join(folder, "b.yaml"));
      symlinkSync("d.yaml", join(folder, "c.yaml"));
      symlinkSync("c.yaml", join(folder, "d.yaml"));
      symlinkSync("/dev/zero", join(folder, "e.yaml"));
      symlinkSync("nowhere", join(folder, "f\n.yaml"));
      return problemsIn(folder);
    });
    expect(lines).toEqual([
      "a.yaml:1:1 is not a file",
      "b.yaml:1:1 can't be read: ENOENT: no such file or directory, stat 'b.yaml'",
      "c.yaml:1:1 can't be read: ELOOP: too many symbolic links encountered, stat 'c.yaml'",
      "d.yaml:1:1 can't be read: ELOOP: too many symbolic links encountered, stat 'd.yaml'",
      "e.yaml:1:1 is not a file",
      "f\\u000a.yaml:1:1 can't be read: ENOENT: no such file or directory, stat 'f\\u000a.yaml'",
    ]);
  });

  const unreadable = process.getuid?.() === 0 ? it.skip : it;
  unreadable("without read permission is refused", () => {
    const lines = withFolder({ "dev.yaml": smallest }, (folder) => {
      chmodSync(join(folder, "dev.yaml"), 0);
      return problemsIn(folder);
    });
    expect(lines).toEqual(["dev.yaml:1:1 can't be read: EACCES: permission denied, open 'dev.yaml'"]);
  });

  it("can be a link to a regular file", () => {
    const lines = withFolder({ "real.txt": smallest }, (folder) => {
      symlinkSync("real.txt", join(folder, "dev.yaml"));
      return problemsIn(folder);
    });
    expect(lines).toEqual([]);
  });
});

describe("a folder", () => {
  it("without environment files is refused", () => {
    expect(problems({ "README.md": "" })).toEqual([
      "environments: has no environment file (<environment>.yaml)",
    ]);
  });

  it("that doesn't exist, or that is a file, is refused", () => {
    const lines = withFolder({ file: "" }, (folder) => [
      problemsIn(join(folder, "nowhere")),
      problemsIn(join(folder, "file")),
    ]);
    expect(lines).toEqual([
      ["environments: can't be read: ENOENT: no such file or directory, scandir 'environments'"],
      ["environments: can't be read: ENOTDIR: not a directory, scandir 'environments'"],
    ]);
  });
});

describe("the committed environment files", () => {
  it.each(readdirSync("environments").filter((file) => file.endsWith(".yaml")))(
    "%s names its JSON Schema in the first line",
    (file) => {
      expect(readFileSync(`environments/${file}`, "utf8").split("\n")[0]).toBe(
        "# yaml-language-server: $schema=../config/environment.schema.json",
      );
    },
  );
});
