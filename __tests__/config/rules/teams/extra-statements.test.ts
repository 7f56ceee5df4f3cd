import { complaints, edited } from "../../../fixtures/environment-file";

const complaintsWith = (actions: string, resource: string) =>
  complaints(
    edited({ "teams.backend.extraStatements": `[{ Action: [${actions}], Resource: ["${resource}"] }]` }),
  );
const where = "teams.backend.extraStatements[0]";
const inAccount = (service: string, name: string) => `arn:aws:${service}:eu-central-1:123456789012:${name}`;

describe("extraStatements", () => {
  it.each([
    ["sqs:SendMessage, sqs:Get*", inAccount("sqs", "orders")],
    ["s3:GetObject, s3:GetObjectTagging", "arn:aws:s3:::example-reports/daily/*"],
    ["dynamodb:*", inAccount("dynamodb", "table/orders*")],
    ["sqs:SendMessage", inAccount("sqs", "orders-*")],
    ["secretsmanager:GetSecretValue", inAccount("secretsmanager", "secret:shared/reports-api-??????")],
    ["sts:AssumeRole", "arn:aws:iam::999999999999:role/shared/reports"],
    ["kms:Decrypt, kms:GenerateDataKey", inAccount("kms", "key/11111111-2222-3333-4444-555555555555")],
    ["rds-db:connect", inAccount("rds-db", "dbuser:cluster-ABC/reports")],
    ["bedrock:InvokeModel", "arn:aws:bedrock:eu-central-1::foundation-model/a"],
    ["cloudwatch:PutMetricData", "*"],
  ])("can be %s on %s", (actions, resource) => expect(complaintsWith(actions, resource)).toEqual([]));

  const services = /is of no service of data or messages that can be named here: .*sts:AssumeRole/;
  it.each([
    ["iam:PassRole", "arn:aws:iam::123456789012:role/x"],
    ["ec2:RunInstances", inAccount("ec2", "instance/*")],
    ["eks:CreateAccessEntry", inAccount("eks", "cluster/example")],
    ["ecr:PutImage", inAccount("ecr", "repository/a")],
    ["tostring:Get", inAccount("sqs", "a")],
  ])("can't be %s", (action, resource) => expect(complaintsWith(action, resource)[0]).toMatch(services));

  it.each([
    ["s3:*", "arn:aws:s3:::example-reports"],
    ["s3:PutBucketPolicy", "arn:aws:s3:::example-reports"],
    ["kms:Sign", inAccount("kms", "key/1")],
    ["kms:*", inAccount("kms", "key/1")],
    ["lambda:UpdateFunctionCode", inAccount("lambda", "function:x")],
    ["sts:*", "arn:aws:iam::999999999999:role/x"],
    ["secretsmanager:PutSecretValue", inAccount("secretsmanager", "secret:shared/x")],
  ])("can't be %s", (action, resource) =>
    expect(complaintsWith(action, resource)).toEqual([
      expect.stringContaining(`${where}.Action[0]: "${action}" could reach other teams or make programs`),
    ]),
  );

  it.each([
    ["s3:GetObject", "*", "is every resource; name those of s3:GetObject"],
    ["s3:GetObject", "arn:aws:s3:::*/x", "has a wildcard in the name of the bucket"],
    [
      "s3:GetObject",
      "arn:aws:s3:::dev-argo-artifacts-123456789012/artifacts/team-b/*",
      "is the bucket of the artifacts",
    ],
    [
      "s3:GetObject",
      "arn:aws:s3:::prod-argo-artifacts-123456789012/x",
      "is the bucket of an environment's artifacts",
    ],
    [
      "s3:GetObject",
      "arn:aws:s3:::dev-argo-artifacts-logs-123456789012/x",
      "is the bucket of the artifacts' access logs",
    ],
    ["s3:GetObject", "arn:aws:s3:::example-terraform-state/x", "is the bucket of the Terraform state"],
    [
      "s3:GetObject",
      "arn:aws-cn:s3:::example-reports/x",
      "is in partition aws-cn, but region eu-central-1 is in aws",
    ],
    ["s3:GetObject", inAccount("sqs", "orders"), "is of sqs, but no action of the statement is"],
    [
      "secretsmanager:GetSecretValue",
      inAccount("secretsmanager", "secret:dev/argo/team-data/x"),
      "can be a secret of Argo",
    ],
    [
      "secretsmanager:GetSecretValue",
      inAccount("secretsmanager", "secret:dev/arg*"),
      "can be a secret of Argo",
    ],
    ["secretsmanager:GetSecretValue", inAccount("secretsmanager", "secret:d*"), "can be a secret of Argo"],
    [
      "secretsmanager:GetSecretValue",
      inAccount("secretsmanager", "secret:dev/?rgo/sso-??????"),
      "can be a secret of Argo",
    ],
    ["secretsmanager:GetSecretValue", inAccount("secretsmanager", "*"), "can be a secret of Argo"],
    [
      "sts:AssumeRole",
      "arn:aws:iam::123456789012:role/argo/dev-argo-artifacts-team-data",
      "is a role of Argo or of a team",
    ],
    ["sts:AssumeRole", "arn:aws:iam::123456789012:role/*", "must be one role, without wildcards"],
    ["sts:AssumeRole", "arn:aws:iam::123456789012:role/argo-deploy", "is a role that deploys this project"],
    [
      "sts:AssumeRole",
      "arn:aws:iam::123456789012:role/terraform-state",
      "is a role that deploys this project",
    ],
    ["kms:Decrypt", inAccount("kms", "key/*"), "must name one key by its ID"],
    ["kms:Decrypt", inAccount("kms", "alias/dev-argo"), "must name one key by its ID"],
    ["rds-db:connect", inAccount("rds-db", "dbuser:*/reports"), "must be one user of one database"],
    ["rds-db:connect", inAccount("rds-db", "dbuser:cluster-A/argo_dev"), "is Argo's own database user"],
    ["rds-db:connect", inAccount("rds-db", "dbuser:cluster-A/argo_admin"), "is Argo's own database user"],
    ["s3:GetObject", inAccount("s3", "accesspoint/reports/object/x"), "is an access point"],
    ["sqs:SendMessage", inAccount("sqs", "*"), "is every resource of its kind"],
    ["dynamodb:*", inAccount("dynamodb", "table/*"), "is every resource of its kind"],
    ["lambda:InvokeFunction", inAccount("lambda", "function:*"), "is every resource of its kind"],
    ["ssm:GetParameter", inAccount("ssm", "parameter*"), "is every resource of its kind"],
    ["sqs:SendMessage", "arn:aws:sqs:eu-central-1::orders", "names no account"],
  ])("can't be %s on %s", (action, resource, message) =>
    expect(complaintsWith(action, resource)).toEqual([expect.stringContaining(message)]),
  );

  it("must fit into the policy of the role", () => {
    const long = Array.from({ length: 25 }, (_, index) => inAccount("sqs", `q${index}-${"x".repeat(250)}`));
    const statements = `[{ Action: [sqs:SendMessage], Resource: [${long.map((each) => `"${each}"`).join(", ")}] }]`;
    expect(complaints(edited({ "teams.backend.extraStatements": statements }))).toEqual([
      expect.stringMatching(
        /a list takes \d+ characters in the policy of the team's role; the limit is 6000$/,
      ),
    ]);
  });
});
