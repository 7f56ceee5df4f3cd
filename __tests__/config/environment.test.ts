import { environmentFile } from "../../config/environment";
import { complaints, edited, load, problems } from "../fixtures/environment-file";
import { fieldCases, neededFor } from "../fixtures/fields";

describe.each(fieldCases)("$field", ({ field, accepted, refused }) => {
  it.each(accepted)("accepts %s", (yaml) => {
    expect(complaints(edited({ ...neededFor(field), [field]: yaml }))).toEqual([]);
  });

  it.each(refused)("refuses %s", (yaml, complaint) => {
    const content = edited({ ...neededFor(field), [field]: yaml });
    const separator = /^(\.(?!inf|nan)|\[\d+\][:.])/.test(complaint) ? "" : ": ";
    expect(complaints(content)).toEqual([`${field}${separator}${complaint}`]);
  });

  it("reports the position of the value", () => {
    const [yaml = ""] = refused[0] ?? [];
    const content = edited({ ...neededFor(field), [field]: yaml });
    const [line] = problems({ "dev.yaml": content });
    const [, row, column] = /^dev\.yaml:(\d+):(\d+) /.exec(line ?? "") ?? [];
    const rest = content.split("\n")[Number(row) - 1]?.slice(Number(column) - 1);
    expect(rest).toBe(yaml);
  });
});

describe("the table of fields", () => {
  it("names every field of the schema", () => {
    const inTable = fieldCases
      .map(({ field }) => field.replace(/^(teams|targets|workflows\.sizes)\.[\w-]+\./, "$1.*."))
      .map((field) => field.replace(/\.schedules\.\w+\./, ".schedules.*."))
      // The maps themselves; their fields are in the schema's list.
      .filter((field) => !["teams.*.githubApp", "teams.*.schedules"].includes(field));
    expect(inTable.sort()).toEqual(schemaFields(environmentFile).sort());
  });
});

describe("sections", () => {
  const sections = {
    state: "bucket, kmsKeyAlias, region, account, roleArn, keyPrefix, bootstrap",
    deploy: "roleArn, planRoleArn",
    iam: "path, permissionsBoundaryArn",
    cluster: "name, oidcProvider, securityGroupIds, identity, serviceCidr, kubeconfig",
    "cluster.kubeconfig": "path, context",
    network: "vpcId, databaseSubnetIds, vpcCidrs, egressCidrs, proxy",
    "network.proxy": "url, cidrs, noProxy",
    artifacts:
      "bucket, kmsKeyArn, retentionDays, noncurrentDays, intelligentTieringDays, accessLogDays, inUi, allowedVpcEndpoints",
    archive:
      "enabled, database, minCapacity, maxCapacity, readers, engineVersion, backupRetentionDays, backupWindow, " +
      "maintenanceWindow, logRetentionDays, deletionProtection, login, passwordVersion, ttlDays",
    "archive.database": "host, port, name, secretArn, secretKmsKeyArn, rootCA, cidrs",
    controller: "parallelism, namespaceParallelism, rateLimit, replicas, workers, qps, burst, resources",
    "controller.rateLimit": "limit, burst",
    "controller.resources": "requests, limits",
    "controller.resources.limits": "cpu, memory",
    server: "replicas, resources",
    executor: "resources",
    argo: "values",
    "argo.values": "controller, server",
    "argo.values.controller": "columns, links, extraEnv, podLabels",
    "argo.values.server": "extraEnv, podLabels",
    login: "modes, allowAnonymous, sso",
    "login.sso":
      "issuer, issuerAlias, rootCA, scopes, groupsClaim, userInfoPath, sessionHours, adminGroups, readerGroups",
    ingress:
      "enabled, scheme, className, from, groupName, idleTimeoutSeconds, inboundCidrs, wafAclArn, accessLogBucket, deletionProtection",
    workflows: "templateReferencing, clusterTemplates, deadlineSeconds, ttl, logLinkUrl, sizes, spot",
    "workflows.ttl": "afterSuccessSeconds, afterCompletionSeconds, afterFailureSeconds",
    scheduling: "nodeSelector, tolerations, priorityClass, workflowNodeSelector, workflowTolerations",
    images: "registry, registries, pullSecret, requireDigests",
    backstage: "enabled, namespace, terminate, userClaim, userDomain",
    monitoring:
      "namespace, serviceMonitor, serviceMonitorLabels, rules, ruleLabels, runbookUrl, alarmTopicArn",
    "targets.shop": "namespace, allows, controlPlane, requires, frozen",
    "targets.shop.requires": "signature, builtFrom, approval",
    "targets.shop.requires.approval": "groups, count",
    "teams.backend":
      "namespace, createNamespace, buildsImages, repositories, pullsFrom, signing, trustedRevisions, secretsInWorkflows, secrets, githubApp, extraStatements, artifactGC, retentionDays, quota, containers, parallelism, scheduling, groups, deployTo, egress, schedules, notifications, slo, backstage",
    "teams.backend.quota": "cpu, memory, storage, memoryLimits, ephemeralStorage, gpu, pods, workflows",
    "teams.backend.schedules.nightly":
      "crons, timezone, template, parameters, concurrencyPolicy, startingDeadlineSeconds, suspend",
    "teams.backend.notifications": "when, topicArn",
    "teams.backend.slo": "success, startWithin",
    "teams.backend.scheduling": "nodeSelector, tolerations",
    "teams.backend.signing": "enabled, verifiers, trusts",
    "teams.backend.containers": "default, request, max, ephemeralStorage",
    "teams.backend.containers.max": "cpu, memory",
  };
  describe.each(Object.entries(sections))("%s", (section, keys) => {
    it.each([
      ["5", "5"],
      ["text", '"text"'],
      ["[]", "a list"],
      ["", "empty;"],
    ])("refuses %s", (yaml, shown) => {
      const hasDefaults = ![
        ...["state", "cluster", "cluster.kubeconfig", "network", "network.proxy", "login.sso"],
        ...["archive.database", "targets.shop.requires.approval", "teams.backend.schedules.nightly"],
      ].includes(section);
      const defaults = yaml === "" && hasDefaults ? " write {} for the defaults;" : "";
      expect(complaints(edited({ [section]: yaml }))).toEqual([
        `${section}: ${shown}${defaults} must be a map with the keys ${keys}`,
      ]);
    });
  });

  it("refuses teams that aren't a map, and an empty one", () => {
    expect(complaints(edited({ teams: "[backend]" }))).toEqual([
      "teams: a list must be a map of team names and teams",
    ]);
    expect(complaints(edited({ teams: "" }))).toEqual([
      "teams: empty; must be a map of team names and teams",
    ]);
  });

  it.each(["1a", "-a", "a-", "A", "a_b", "x".repeat(33), '""'])("refuses a team called %s", (name) => {
    expect(complaints(edited({ teams: `{ ${name}: {} }` }))).toEqual([
      `teams.${name}: must be a team name: at most 32 lowercase letters, digits and hyphens, beginning with a letter`,
    ]);
  });

  it.each(["a", "a-1", "x".repeat(32), "constructor", "tostring"])("accepts a team called %s", (name) => {
    const [environment] = load({ "dev.yaml": edited({ teams: `{ ${name}: {} }` }) });
    expect(environment?.teams).toMatchObject([{ name, namespace: `team-${name}`, repositories: [] }]);
  });

  it("accepts 1000 teams and no more", () => {
    const teams = (count: number) =>
      `{ ${Array.from({ length: count }, (_, index) => `t${index}: {}`).join(", ")} }`;
    expect(complaints(edited({ teams: teams(1000) }))).toEqual([]);
    expect(complaints(edited({ teams: teams(1001) }))).toEqual(["teams: a map must have at most 1000 teams"]);
  });
});

interface Schema {
  readonly shape?: Record<string, Schema>;
  readonly valueType?: Schema;
  readonly def: { readonly innerType?: Schema };
}

function schemaFields(schema: unknown, prefix = ""): string[] {
  const { def, shape, valueType } = schema as Schema;
  if (def.innerType) return schemaFields(def.innerType, prefix);
  if (shape) return Object.entries(shape).flatMap(([key, value]) => schemaFields(value, `${prefix}.${key}`));
  if (valueType && schemaFields(valueType).length > 1) return schemaFields(valueType, `${prefix}.*`);
  return [prefix.slice(1)];
}
