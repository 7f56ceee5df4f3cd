import * as naming from "../../config/naming";
import { partitionOf } from "../../config/values/partition";
import { edited, load } from "../fixtures/environment-file";

const elsewhere = { region: "eu-west-1", certificateArn: undefined, ingress: "{ enabled: false }" };
const [environment] = load({ "dev.yaml": edited(elsewhere) });
if (!environment) throw new Error("the complete file has an environment");

describe("names", () => {
  it("depend only on the environment", () => {
    expect({
      stacks: naming.stackNames.map((stack) => naming.stackId("dev", stack)),
      states: naming.stackNames.map((stack) => naming.stateKey(environment, stack)),
      artifacts: naming.artifactBucketName(environment),
      accessLogs: naming.accessLogBucketName(environment),
      stateLogs: naming.stateLogBucketName("state"),
      roles: Object.values(naming.roleNames).map((name) => name("dev", "team-a")),
      key: naming.dataKeyAlias("dev"),
      database: naming.databaseName("dev"),
      databaseSecret: naming.databaseSecretName("dev"),
      databaseIamUser: naming.databaseIamUser("eu-dev"),
      ssoSecret: naming.ssoSecretName("dev"),
      server: [naming.serverHost(environment), naming.inClusterUrl],
      databaseLogs: naming.databaseLogGroup("dev-argo-archive"),
      secrets: naming.secretsPath("dev", "team-a"),
      release: naming.tenancyRelease("team-a"),
    }).toEqual({
      stacks: [
        "dev-argo-state",
        "dev-argo-storage",
        "dev-argo-iam",
        "dev-argo-tenancy",
        "dev-argo-workflows",
        "dev-argo-templates",
      ],
      states: [
        "argo/example/state/terraform.tfstate",
        "argo/example/storage/terraform.tfstate",
        "argo/example/iam/terraform.tfstate",
        "argo/example/tenancy/terraform.tfstate",
        "argo/example/workflows/terraform.tfstate",
        "argo/example/templates/terraform.tfstate",
      ],
      artifacts: "dev-argo-artifacts-123456789012",
      accessLogs: "dev-argo-artifacts-logs-123456789012",
      stateLogs: "state-logs",
      roles: [
        "dev-argo-server",
        "dev-argo-controller",
        "dev-argo-secrets",
        "dev-argo-executor-team-a",
        "dev-argo-artifacts-team-a",
        "dev-argo-library-team-a",
        "dev-argo-builder-team-a",
        "dev-argo-caches-team-a",
        "dev-argo-publisher-team-a",
        "dev-argo-signer-team-a",
        "dev-argo-verifier-team-a",
        "dev-argo-archive-monitoring",
      ],
      key: "alias/dev-argo",
      database: "dev-argo-archive",
      databaseSecret: "dev/argo/database",
      databaseIamUser: "argo_eu_dev",
      ssoSecret: "dev/argo/sso",
      server: ["argo.dev.example.com", "http://argo-workflows-server.argo.svc.cluster.local:2746"],
      databaseLogs: "/aws/rds/cluster/dev-argo-archive/postgresql",
      secrets: "dev/argo/team-a",
      release: "tenancy-team-a",
    });
  });

  it.each([
    ["eu-west-1", "aws", "amazonaws.com"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
  ])("of AWS are right in %s", (region, partition, suffix) => {
    const placed = { ...environment, region, partition: partitionOf(region) };
    expect([
      naming.arnOf(placed, "sns", "a"),
      naming.iamArn(placed, "policy/a"),
      naming.roleArn(placed, "a"),
      naming.s3Arn(placed, "a/b"),
      naming.serviceEndpoint(placed, "s3"),
    ]).toEqual([
      `arn:${partition}:sns:${region}:123456789012:a`,
      `arn:${partition}:iam::123456789012:policy/a`,
      `arn:${partition}:iam::123456789012:role/argo/a`,
      `arn:${partition}:s3:::a/b`,
      `s3.${region}.${suffix}`,
    ]);
  });
});
