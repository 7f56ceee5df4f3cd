import type { Environment, Team } from "../../../config/environment";
import {
  artifactPermissions,
  controllerPermissions,
  podPermissions,
  serverPermissions,
} from "../../../constructs/aws/permissions";
import { environment } from "../../fixtures/synthesis";

const place = environment({
  teams: {
    backend: { buildsImages: true, repositories: ["backend/api", "backend/api-cache"], artifactGC: true },
    frontend: { buildsImages: true, repositories: ["frontend/web"] },
    data: {},
    reports: { secretsInWorkflows: true },
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
  it("assume artifact roles, and include no object", () => {
    expect(serverPermissions(place)).toEqual([
      {
        Sid: "AssumeArtifactRole",
        Effect: "Allow",
        Action: ["sts:AssumeRole"],
        Resource: ["arn:aws:iam::123456789012:role/test-argo-artifacts-*"],
      },
    ]);
  });

  it("assume no role if the UI doesn't show artifacts", () => {
    expect(serverPermissions(environment({ artifacts: { inUi: false } }))).toEqual([]);
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

  it("read images of the account, and no artifacts", () => {
    expect(controllerPermissions(place)).toEqual(lookUp);
  });

  it("have the same size for a thousand teams", () => {
    expect(controllerPermissions(environment({ teams: {} }))).toEqual(lookUp);
  });
});

const assumeOwn = (namespace: string) => ({
  Sid: "AssumeArtifactRole",
  Effect: "Allow",
  Action: ["sts:AssumeRole"],
  Resource: [`arn:aws:iam::123456789012:role/test-argo-artifacts-${namespace}`],
});

describe("Permissions of an artifact role", () => {
  it("are the artifacts of its namespace, and nothing else", () => {
    expect(artifactPermissions(place, teamOf(place, "data"))).toEqual([
      {
        Sid: "UseOwnArtifacts",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
        Resource: ["arn:aws:s3:::test-argo-artifacts-123456789012/artifacts/team-data/*"],
      },
      {
        Sid: "ReadOwnCaches",
        Effect: "Allow",
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::test-argo-artifacts-123456789012/caches/team-data/*"],
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
    ]);
  });

  it("include deletion only with artifactGC", () => {
    const actions = (team: string) => artifactPermissions(place, teamOf(place, team))[0]?.Action;
    expect(actions("backend")).toContain("s3:DeleteObject");
    expect(actions("frontend")).not.toContain("s3:DeleteObject");
  });

  it("follow the team's namespace, not its name", () => {
    const renamed = environment({ teams: { data: { namespace: "warehouse" } } });
    const text = JSON.stringify(artifactPermissions(renamed, teamOf(renamed, "data")));
    expect(text).not.toContain("team-data");
    expect(text).toContain("artifacts/warehouse/*");
  });

  it.each([
    ["cn-north-1", "arn:aws-cn", "s3.cn-north-1.amazonaws.com.cn"],
    ["us-gov-west-1", "arn:aws-us-gov", "s3.us-gov-west-1.amazonaws.com"],
  ])("use the key through S3 of %s", (region, arn, service) => {
    const far = environment({ region, teams: { data: {} } });
    expect(artifactPermissions(far, teamOf(far, "data"))).toContainEqual(
      readKey(["kms:Decrypt", "kms:GenerateDataKey"], { region, service }, arn),
    );
  });
});

const actions = {
  pull: ["ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"],
  push: [
    "ecr:BatchCheckLayerAvailability",
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
  ],
};
const logIn = {
  Sid: "LogInToRegistry",
  Effect: "Allow",
  Action: ["ecr:GetAuthorizationToken"],
  Resource: ["*"],
};
const repositories = (Sid: string, Action: string[], ...names: string[]) => ({
  Sid,
  Effect: "Allow",
  Action: Action.sort(),
  Resource: names.map((name) => `arn:aws:ecr:eu-central-1:123456789012:repository/${name}`),
});

describe("Permissions of pods", () => {
  const backend = teamOf(place, "backend");
  const own = ["backend/api", "backend/api-cache"];

  it("of user code are the artifact role of its namespace, and nothing else", () => {
    for (const name of ["data", "backend"])
      expect(podPermissions.executor(place, teamOf(place, name))).toEqual([assumeOwn(`team-${name}`)]);
  });

  it("of user code include the team's secrets only with secretsInWorkflows", () => {
    expect(podPermissions.executor(place, teamOf(place, "reports"))).toEqual([
      assumeOwn("team-reports"),
      {
        Sid: "ReadOwnSecrets",
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:test/argo/team-reports/*"],
      },
    ]);
  });

  it("of user code leave the secrets of other accounts alone, also with secretsInWorkflows", () => {
    const both = environment({
      images: { pullSecret: "registry-login" },
      teams: {
        shop: { secretsInWorkflows: true, secrets: ["git-credentials", "registry-login", "reports-api"] },
      },
    });
    expect(podPermissions.executor(both, teamOf(both, "shop"))[2]).toEqual({
      Sid: "LeaveSecretsOfAccounts",
      Effect: "Deny",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: [
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:test/argo/team-shop/git-credentials-??????",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:test/argo/team-shop/registry-login-??????",
      ],
    });
  });

  it("of user code leave the private key of the GitHub App alone", () => {
    const githubApp = { appId: "1", installationId: "2", repositories: ["api"] };
    const both = environment({ teams: { shop: { secretsInWorkflows: true, githubApp } } });
    expect(podPermissions.executor(both, teamOf(both, "shop"))[2]).toEqual({
      Sid: "LeaveSecretsOfAccounts",
      Effect: "Deny",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: [
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:test/argo/team-shop/github-app-??????",
      ],
    });
  });

  it("of user code include the statements of the environment file, as they are", () => {
    const orders = "arn:aws:sqs:eu-central-1:123456789012:orders";
    const Condition = { StringEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } };
    const more = environment({
      teams: { shop: { extraStatements: [{ Action: ["sqs:SendMessage"], Resource: [orders], Condition }] } },
    });
    expect(podPermissions.executor(more, teamOf(more, "shop"))).toEqual([
      assumeOwn("team-shop"),
      { Sid: "Extra1", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [orders], Condition },
    ]);
    expect(podPermissions.library(more, teamOf(more, "shop"))).toEqual([assumeOwn("team-shop")]);
  });

  it("of steps of the library are the artifact role, even if user code reads secrets", () => {
    for (const name of ["backend", "reports"])
      expect(podPermissions.library(place, teamOf(place, name))).toEqual([assumeOwn(`team-${name}`)]);
  });

  it("of a builder pull the team's images", () => {
    expect(podPermissions.builder(place, backend)).toEqual([
      assumeOwn("team-backend"),
      logIn,
      repositories("PullOwnImages", actions.pull, ...own),
    ]);
  });

  it("of trusted builds write caches, and push layers to the team's cache repositories only", () => {
    const writeCaches = (namespace: string) => ({
      Sid: "WriteOwnCaches",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      Resource: [`arn:aws:s3:::test-argo-artifacts-123456789012/caches/${namespace}/*`],
    });
    const useKey = readKey(["kms:Decrypt", "kms:GenerateDataKey"], here);
    expect(podPermissions.caches(place, backend)).toEqual([
      assumeOwn("team-backend"),
      writeCaches("team-backend"),
      useKey,
      logIn,
      repositories("PullOwnImages", actions.pull, ...own),
      repositories("PushOwnLayers", actions.push, "backend/api-cache"),
    ]);
    const sids = podPermissions.caches(place, teamOf(place, "frontend")).map(({ Sid }) => Sid);
    expect(sids).toContain("PullOwnImages");
    expect(sids).not.toContain("PushOwnLayers");
    expect(podPermissions.caches(place, teamOf(place, "data"))).toEqual([
      assumeOwn("team-data"),
      writeCaches("team-data"),
      useKey,
    ]);
  });

  const signing = (Sid: string, ...Action: string[]) => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource: ["arn:aws:kms:eu-central-1:123456789012:key/*"],
    Condition: {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/test-argo-signing-team-backend" },
    },
  });

  it("of a publisher pull and push the team's images, and no cached layers", () => {
    expect(podPermissions.publisher(place, backend)).toEqual([
      assumeOwn("team-backend"),
      logIn,
      repositories("UseOwnRepositories", [...actions.pull, ...actions.push], "backend/api"),
    ]);
  });

  it.each(["publisher", "signer"] as const)(
    "of a %s name no repository if the team has only caches",
    (kind) => {
      const team = { ...backend, repositories: ["backend/api-cache"] };
      const sids = podPermissions[kind](place, team).map(({ Sid }) => Sid);
      expect(sids.filter((sid) => sid !== "SignWithOwnKey")).toEqual([
        "AssumeArtifactRole",
        "LogInToRegistry",
      ]);
    },
  );

  it("of a signer pull and push the team's images, and sign with the team's key", () => {
    expect(podPermissions.signer(place, backend)).toEqual([
      assumeOwn("team-backend"),
      logIn,
      repositories("UseOwnRepositories", [...actions.pull, ...actions.push], "backend/api"),
      signing("SignWithOwnKey", "kms:Sign", "kms:DescribeKey", "kms:GetPublicKey"),
    ]);
  });

  it("of a verifier pull the team's images, and read the public keys that count", () => {
    const key = "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const trusts = { "https://argo.dev.example.com/team-backend": key };
    const team = { ...backend, signing: { ...backend.signing, trusts } };
    expect(podPermissions.verifier(place, team)).toEqual([
      assumeOwn("team-backend"),
      logIn,
      repositories("PullOwnImages", actions.pull, ...own),
      signing("VerifyWithOwnKey", "kms:DescribeKey", "kms:GetPublicKey"),
      {
        Sid: "VerifyWithTrustedKeys",
        Effect: "Allow",
        Action: ["kms:DescribeKey", "kms:GetPublicKey"],
        Resource: [key],
      },
    ]);
  });

  it("of a team without a signing key neither sign nor verify", () => {
    const team = { ...backend, signing: { ...backend.signing, enabled: false } };
    expect(podPermissions.signer(place, team)).toHaveLength(3);
    expect(podPermissions.verifier(place, team)).toHaveLength(3);
  });
});

function teamOf({ teams }: Environment, name: string): Team {
  const team = teams.find((one) => one.name === name);
  if (team === undefined) throw new Error(`there is no team ${name}`);
  return team;
}
