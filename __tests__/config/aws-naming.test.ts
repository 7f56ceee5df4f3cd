import * as aws from "../../config/aws-naming";
import { stackNames } from "../../config/naming";
import { edited, load } from "../fixtures/environment-file";

const elsewhere = { region: "eu-west-1", certificateArn: undefined, ingress: "{ enabled: false }" };
const [environment] = load({ "dev.yaml": edited(elsewhere) });
if (!environment) throw new Error("the complete file has an environment");

describe("names in AWS", () => {
  it("depend only on the environment", () => {
    expect({
      states: stackNames.map((stack) => aws.stateKey(environment, stack)),
      artifacts: aws.artifactBucketName(environment),
      accessLogs: aws.accessLogBucketName(environment),
      stateLogs: aws.stateLogBucketName("state"),
      roles: Object.values(aws.roleNames).map((name) => name("dev", "team-a")),
      key: aws.dataKeyAlias("dev"),
      database: aws.databaseName("dev"),
      databaseAlarm: aws.databaseAlarmName("dev-argo-archive", "down"),
      databaseSecret: aws.databaseSecretName("dev"),
      databaseIamUser: aws.databaseIamUser("eu-dev"),
      ssoSecret: aws.ssoSecretName("dev"),
      databaseLogs: aws.databaseLogGroup("dev-argo-archive"),
      secrets: aws.secretsPath("dev", "team-a"),
    }).toEqual({
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
        "dev-argo-secrets-team-a",
        "dev-argo-github-team-a",
        "dev-argo-executor-team-a",
        "dev-argo-artifacts-team-a",
        "dev-argo-library-team-a",
        "dev-argo-builder-team-a",
        "dev-argo-caches-team-a",
        "dev-argo-publisher-team-a",
        "dev-argo-signer-team-a",
        "dev-argo-verifier-team-a",
        "dev-argo-notifier-team-a",
        "dev-argo-archive-monitoring",
      ],
      key: "alias/dev-argo",
      database: "dev-argo-archive",
      databaseAlarm: "dev-argo-archive-down",
      databaseSecret: "dev/argo/database",
      databaseIamUser: "argo_eu_dev",
      ssoSecret: "dev/argo/sso",
      databaseLogs: "/aws/rds/cluster/dev-argo-archive/postgresql",
      secrets: "dev/argo/team-a",
    });
  });
});
