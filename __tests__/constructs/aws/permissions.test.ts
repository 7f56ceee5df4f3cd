import type { Environment, Team } from "../../../config/environment";
import {
  controllerPermissions,
  deployerPermissions,
  executorPermissions,
  serverPermissions,
} from "../../../constructs/aws/permissions";
import { environment } from "../../fixtures/synthesis";

const place = environment({
  teams: {
    backend: { buildsImages: true, repositories: ["backend/api", "backend/worker"], artifactGC: true },
    frontend: { buildsImages: true, repositories: ["frontend/web"] },
    data: {},
    builders: { buildsImages: true },
  },
});

const readKey = (
  actions: string[],
  { region, service }: { region: string; service: string },
  arn = "arn:aws",
) => ({
  Sid: "UseDataKey",
  Effect: "Allow",
  Action: actions,
  Resource: [`${arn}:kms:${region}:123456789012:key/*`],
  Condition: {
    StringEquals: { "kms:ViaService": service },
    "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/test-argo" },
  },
});
const here = { region: "eu-central-1", service: "s3.eu-central-1.amazonaws.com" };

describe("Permissions of the server", () => {
  it("reads and lists artifacts, decrypts them through S3, and that is all", () => {
    expect(serverPermissions(place)).toEqual([
      {
        Sid: "ReadArtifacts",
        Effect: "Allow",
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::test-argo-artifacts-123456789012/artifacts/*"],
      },
      {
        Sid: "ListArtifacts",
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: ["arn:aws:s3:::test-argo-artifacts-123456789012"],
        Condition: { StringLike: { "s3:prefix": ["artifacts/*"] } },
      },
      readKey(["kms:Decrypt"], here),
    ]);
  });
});

describe("Permissions of the controller", () => {
  const lookUp = [
    { Sid: "LogInToRegistry", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
    {
      Sid: "LookUpImages",
      Effect: "Allow",
      Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: ["arn:aws:ecr:eu-central-1:123456789012:repository/*"],
    },
  ];

  it("looks up images of the account, and touches no artifact", () => {
    expect(controllerPermissions(place)).toEqual(lookUp);
  });

  it("doesn't grow with the teams: a thousand have room in one policy", () => {
    expect(controllerPermissions(environment({ teams: {} }))).toEqual(lookUp);
  });
});

describe("Permissions of a deployer", () => {
  it("are an executor's on artifacts, without deleting, and no more", () => {
    const team = teamOf(place, "backend");
    const [artifacts, ...others] = deployerPermissions(place, team);
    expect(artifacts?.Action).toEqual([
      "s3:GetObject",
      "s3:PutObject",
      "s3:AbortMultipartUpload",
      "s3:ListMultipartUploadParts",
    ]);
    expect(others).toEqual(executorPermissions(place, team).slice(1, 3));
    expect(artifacts?.Resource).toEqual(executorPermissions(place, team)[0]?.Resource);
  });
});

describe("Permissions of an executor", () => {
  const actions = (sid: string, team: string, where: Environment = place) =>
    executorPermissions(where, teamOf(where, team)).find(({ Sid }) => Sid === sid)?.Action;

  it("uses artifacts and secrets of its own namespace, and that is all", () => {
    expect(executorPermissions(place, teamOf(place, "data"))).toEqual([
      {
        Sid: "UseOwnArtifacts",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
        Resource: ["arn:aws:s3:::test-argo-artifacts-123456789012/artifacts/team-data/*"],
      },
      {
        Sid: "ListArtifacts",
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: ["arn:aws:s3:::test-argo-artifacts-123456789012"],
        Condition: { StringLike: { "s3:prefix": ["artifacts/team-data/*"] } },
      },
      // Decrypt, because S3 reads the parts of an upload again when it puts them together.
      readKey(["kms:Decrypt", "kms:GenerateDataKey"], here),
      {
        Sid: "ReadOwnSecrets",
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:test/argo/team-data/*"],
      },
    ]);
  });

  it("deletes artifacts only with artifactGC", () => {
    expect(actions("UseOwnArtifacts", "backend")).toContain("s3:DeleteObject");
    expect(actions("UseOwnArtifacts", "frontend")).not.toContain("s3:DeleteObject");
  });

  it("pushes and pulls images of its own repositories only when it builds images", () => {
    const registry = executorPermissions(place, teamOf(place, "backend")).filter(({ Sid }) =>
      ["LogInToRegistry", "UseOwnRepositories"].includes(Sid),
    );
    expect(registry).toEqual([
      { Sid: "LogInToRegistry", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
      {
        Sid: "UseOwnRepositories",
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:DescribeImages",
          "ecr:GetDownloadUrlForLayer",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        Resource: [
          "arn:aws:ecr:eu-central-1:123456789012:repository/backend/api",
          "arn:aws:ecr:eu-central-1:123456789012:repository/backend/worker",
        ],
      },
    ]);
    expect(actions("LogInToRegistry", "data")).toBeUndefined();
    expect(actions("UseOwnRepositories", "data")).toBeUndefined();
  });

  it("asks the registry for nothing while it has no repository", () => {
    expect(actions("LogInToRegistry", "builders")).toBeUndefined();
    expect(actions("UseOwnRepositories", "builders")).toBeUndefined();
  });

  it("gets no repository rights from a list alone: buildsImages decides", () => {
    const team = { ...teamOf(place, "backend"), buildsImages: false };
    expect(executorPermissions(place, team).map(({ Sid }) => Sid)).toEqual([
      "UseOwnArtifacts",
      "ListArtifacts",
      "UseDataKey",
      "ReadOwnSecrets",
    ]);
  });

  it("goes by the team's namespace, not by its name", () => {
    const renamed = environment({ teams: { data: { namespace: "warehouse" } } });
    expect(JSON.stringify(executorPermissions(renamed, teamOf(renamed, "data")))).not.toContain("team-data");
    expect(JSON.stringify(executorPermissions(renamed, teamOf(renamed, "data")))).toContain(
      "artifacts/warehouse/*",
    );
  });

  it.each([
    ["cn-north-1", "arn:aws-cn", "s3.cn-north-1.amazonaws.com.cn"],
    ["us-gov-west-1", "arn:aws-us-gov", "s3.us-gov-west-1.amazonaws.com"],
  ])("uses the key through S3 of %s", (region, arn, service) => {
    const far = environment({ region, teams: { data: {} } });
    expect(executorPermissions(far, teamOf(far, "data"))).toContainEqual(
      readKey(["kms:Decrypt", "kms:GenerateDataKey"], { region, service }, arn),
    );
  });
});

function teamOf({ teams }: Environment, name: string): Team {
  const team = teams.find((one) => one.name === name);
  if (team === undefined) throw new Error(`there is no team ${name}`);
  return team;
}
