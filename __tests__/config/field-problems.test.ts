import { edited, problems, rowOf } from "../fixtures/environment-file";

const keys =
  "account, region, tags, state, deploy, iam, cluster, network, domain, certificateArn, artifacts, archive, controller, server, executor, argo, login, tokens, ingress, workflows, scheduling, images, backstage, monitoring, guard, targets, teams";

const afterTheLast = edited().split("\n").length;

describe("an unknown key", () => {
  it.each([
    ["egress", "[{ cidrs: [10.20.0.0/16], ports: [5432], port: 5432 }]", "port", "did you mean ports?"],
    [
      "extraStatements",
      "[{ Effect: Allow, Action: [sqs:SendMessage], Resource: [arn:aws:sqs:eu-central-1:111111111111:a] }]",
      "Effect",
      "allowed here: Action, Resource, Condition",
    ],
  ])("in an item of %s", (field, value, key, advice) => {
    expect(problems({ "dev.yaml": edited({ [`teams.backend.${field}`]: value }) })).toEqual([
      expect.stringContaining(`teams.backend.${field}[0].${key}: unknown key; ${advice}`),
    ]);
  });

  it.each([
    ["domian", "did you mean domain?"],
    ["DOMAIN", "did you mean domain?"],
    ["Archive", "did you mean archive?"],
    ["team", "did you mean teams?"],
    ["certificateARN", "did you mean certificateArn?"],
    ["zone", `allowed here: ${keys}`],
    ["constructor", `allowed here: ${keys}`],
    ["toString", `allowed here: ${keys}`],
    ['"<<"', `allowed here: ${keys}`],
    ["1", `allowed here: ${keys}`],
    ["null", `allowed here: ${keys}`],
    ['""', `allowed here: ${keys}`],
    ['"a\\nb\\u2028"', `allowed here: ${keys}`],
  ])("%s at the top", (key, advice) => {
    expect(problems({ "dev.yaml": `${edited()}${key}: 1\n` })).toEqual([
      `dev.yaml:${afterTheLast}:1 ${key}: unknown key; ${advice}`,
    ]);
  });

  it("is cut if it is long", () => {
    expect(problems({ "dev.yaml": `${edited()}${"x".repeat(900)}: 1\n` })).toEqual([
      `dev.yaml:${afterTheLast}:1 "${"x".repeat(76)}...: unknown key; allowed here: ${keys}`,
    ]);
  });

  it.each([
    ["state.buckets", "state.buckets", "did you mean bucket?"],
    [
      "archive.engine",
      "archive.engine",
      "allowed here: enabled, database, minCapacity, maxCapacity, readers, engineVersion, backupRetentionDays, backupWindow, maintenanceWindow, logRetentionDays, deletionProtection, login, passwordVersion, ttlDays",
    ],
    ["controller.rateLimit.bust", "controller.rateLimit.bust", "did you mean burst?"],
    ["teams.backend.buildImages", "teams.backend.buildImages", "did you mean buildsImages?"],
    ["teams.backend.quota.gpus", "teams.backend.quota.gpus", "did you mean gpu?"],
    [
      "teams.backend.quota.nodes",
      "teams.backend.quota.nodes",
      "allowed here: cpu, memory, storage, memoryLimits, ephemeralStorage, gpu, pods, workflows",
    ],
    ["deploy.role", "deploy.role", "allowed here: roleArn, planRoleArn"],
  ])("%s", (path, shown, advice) => {
    const content = edited({ [path]: "1" });
    const key = path.split(".").at(-1) ?? "";
    const row = content.split("\n").findIndex((line) => line.trim() === `${key}: 1`) + 1;
    const column = (content.split("\n")[row - 1]?.indexOf(key) ?? 0) + 1;
    expect(problems({ "dev.yaml": content })).toEqual([
      `dev.yaml:${row}:${column} ${shown}: unknown key; ${advice}`,
    ]);
  });
});

describe("the position of a problem", () => {
  it("is the position of the key if the key is wrong", () => {
    const content = edited({ teams: "{ a: {}, 2b: {} }" });
    expect(problems({ "dev.yaml": content })).toEqual([
      `dev.yaml:${rowOf(content, "teams:")}:17 teams.2b: must be a team name: at most 32 lowercase letters, digits and hyphens, beginning with a letter`,
    ]);
  });

  it("is the position of the key if there is no value", () => {
    expect(problems({ "dev.yaml": edited({ deploy: "{ roleArn }" }) })).toEqual([
      "dev.yaml:13:11 deploy.roleArn: empty; must be an ARN such as arn:aws:iam::123456789012:role/deploy",
    ]);
  });
});
