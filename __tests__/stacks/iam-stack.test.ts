import { policyAt, statement } from "../fixtures/policies";
import { addresses, environment, resource, stackOf } from "../fixtures/synthesis";

describe("IamStack", () => {
  const teams = {
    data: {},
    backend: { buildsImages: true, repositories: ["backend/api"], secretsInWorkflows: true },
    web: { namespace: "websites", deployTo: ["shop"] },
  };
  const iam = (changes: Record<string, unknown> = {}) => stackOf(environment({ teams, ...changes }), "iam");
  const subject = (json: ReturnType<typeof iam>, id: string) => {
    const [only, ...more] = policyAt(json, "aws_iam_role", id, "assume_role_policy").Statement;
    expect(more).toEqual([]);
    return only?.Condition?.StringEquals?.["oidc.example.com/id/EXAMPLE:sub"];
  };

  it("has roles for server and controller, and for each purpose and the artifacts of each team", () => {
    const names = Object.entries(iam().resource.aws_iam_role ?? {}).map(([id, { name }]) => [id, name]);
    expect(Object.fromEntries(names)).toEqual({
      server: "test-argo-server",
      controller: "test-argo-controller",
      "executor-team-backend": "test-argo-executor-team-backend",
      "executor-team-data": "test-argo-executor-team-data",
      "executor-websites": "test-argo-executor-websites",
      ...Object.fromEntries(
        ["team-backend", "team-data", "websites"].map((ns) => [`library-${ns}`, `test-argo-library-${ns}`]),
      ),
      "builder-team-backend": "test-argo-builder-team-backend",
      "publisher-team-backend": "test-argo-publisher-team-backend",
      "signer-team-backend": "test-argo-signer-team-backend",
      "verifier-team-backend": "test-argo-verifier-team-backend",
      "artifacts-team-backend": "test-argo-artifacts-team-backend",
      "artifacts-team-data": "test-argo-artifacts-team-data",
      "artifacts-websites": "test-argo-artifacts-websites",
    });
  });

  it("lets the server and the roles of a namespace assume its artifact role, after they exist", () => {
    const role = (ids: string[]) => ({
      principals: ids.map((id) => `arn:aws:iam::123456789012:role/test-argo-${id}`),
      waits: ids.map((id) => `aws_iam_role.${id}`).sort(),
    });
    const seen = (id: string, changes?: Record<string, unknown>) => {
      const json = iam(changes);
      const [trust] = policyAt(json, "aws_iam_role", id, "assume_role_policy").Statement;
      const principals = (trust?.Principal as { AWS: string[] }).AWS;
      return { principals, waits: (resource(json, "aws_iam_role", id).depends_on as string[]).sort() };
    };
    expect(seen("artifacts-team-data")).toEqual(role(["executor-team-data", "library-team-data", "server"]));
    const building = ["executor", "library", "verifier", "builder", "publisher", "signer"];
    expect(seen("artifacts-team-backend")).toEqual(
      role([...building.map((kind) => `${kind}-team-backend`), "server"]),
    );
  });

  it("gives the server no artifact role if the UI doesn't show artifacts", () => {
    const json = iam({ artifacts: { inUi: false } });
    expect(json.resource.aws_iam_role_policy).not.toHaveProperty("server");
    expect(
      policyAt(json, "aws_iam_role", "artifacts-team-data", "assume_role_policy").Statement,
    ).toMatchObject([
      {
        Principal: {
          AWS: ["executor", "library"].map(
            (kind) => `arn:aws:iam::123456789012:role/test-argo-${kind}-team-data`,
          ),
        },
      },
    ]);
  });

  it("lets Pod Identity sessions pass on their tags", () => {
    const json = iam({ cluster: { identity: "pod-identity" } });
    const Action = ["sts:AssumeRole", "sts:TagSession"];
    for (const id of ["server", "executor-websites", "library-websites", "publisher-team-backend"])
      expect(statement(policyAt(json, "aws_iam_role_policy", id), "AssumeArtifactRole")).toMatchObject({
        Action,
      });
    expect(
      policyAt(json, "aws_iam_role", "artifacts-websites", "assume_role_policy").Statement,
    ).toMatchObject([{ Action }]);
  });

  it.each([
    ["server", "system:serviceaccount:argo:argo-server"],
    ["controller", "system:serviceaccount:argo:argo-workflow-controller"],
    ["executor-team-data", "system:serviceaccount:team-data:argo-workflow"],
    ["executor-websites", "system:serviceaccount:websites:argo-workflow"],
    [
      "library-websites",
      ["checkout", "notifier", "verifier", "deployer"].map(
        (purpose) => `system:serviceaccount:websites:argo-${purpose}`,
      ),
    ],
    ["builder-team-backend", "system:serviceaccount:team-backend:argo-builder"],
    ["publisher-team-backend", "system:serviceaccount:team-backend:argo-publisher"],
    ["signer-team-backend", "system:serviceaccount:team-backend:argo-signer"],
    ["verifier-team-backend", "system:serviceaccount:team-backend:argo-verifier"],
  ])("gives %s to %s", (id, sub) => {
    expect(subject(iam(), id)).toEqual(sub);
  });

  it("gives each role the permissions of its kind", () => {
    const json = iam();
    const sids = (id: string) => policyAt(json, "aws_iam_role_policy", id).Statement.map(({ Sid }) => Sid);
    expect(sids("server")).toEqual(["AssumeArtifactRole"]);
    expect(sids("controller")).toEqual(["LogInToRegistry", "LookUpImages"]);
    expect(sids("executor-team-data")).toEqual(["AssumeArtifactRole"]);
    expect(sids("executor-team-backend")).toEqual(["AssumeArtifactRole", "ReadOwnSecrets"]);
    expect(sids("library-team-backend")).toEqual(["AssumeArtifactRole"]);
    expect(sids("builder-team-backend")).toEqual(["AssumeArtifactRole", "LogInToRegistry", "PullOwnImages"]);
    expect(sids("artifacts-websites")).toEqual([
      "UseOwnArtifacts",
      "ReadOwnCaches",
      "ListArtifacts",
      "UseDataKey",
    ]);
    for (const id of ["executor-websites", "library-websites"])
      expect(statement(policyAt(json, "aws_iam_role_policy", id), "AssumeArtifactRole").Resource).toEqual([
        "arn:aws:iam::123456789012:role/test-argo-artifacts-websites",
      ]);
  });

  it("gives the notifier a role of its own for a topic or the last results, and for nothing else", () => {
    const topicArn = "arn:aws:sns:eu-west-1:999999999999:builds";
    const json = iam({
      teams: {
        topic: { notifications: { topicArn } },
        change: { notifications: { when: "change" } },
        failure: { notifications: { when: "failure" } },
      },
    });
    const topic = policyAt(json, "aws_iam_role_policy", "notifier-team-topic");
    expect(topic.Statement.map(({ Sid }) => Sid)).toEqual(["AssumeArtifactRole", "PublishToOwnTopic"]);
    expect(statement(topic, "PublishToOwnTopic")).toMatchObject({
      Action: ["sns:Publish"],
      Resource: [topicArn],
    });
    const change = policyAt(json, "aws_iam_role_policy", "notifier-team-change");
    expect(statement(change, "KeepLastResults")).toMatchObject({
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: ["arn:aws:s3:::test-argo-artifacts-123456789012/notifications/team-change/*"],
    });
    expect(json.resource.aws_iam_role).not.toHaveProperty("notifier-team-failure");
    expect(subject(json, "notifier-team-topic")).toBe("system:serviceaccount:team-topic:argo-notifier");
  });

  it("fits the roles of any team into the trust policy of its artifact role (AWS: IAM quotas)", () => {
    // With the environment's name, as long as the name of the longest role allows.
    const namespace = "n".repeat(64 - "test-argo-publisher-".length);
    const team = {
      namespace,
      buildsImages: true,
      repositories: ["ab"],
      trustedRevisions: { "https://git.example.com/a": ["main"] },
      notifications: { when: "change" },
    };
    const json = iam({
      region: "us-gov-west-1",
      cluster: { identity: "pod-identity" },
      iam: { path: `/${"p".repeat(98)}/` },
      teams: { team },
    });
    const { assume_role_policy: trust } = resource(json, "aws_iam_role", `artifacts-${namespace}`);
    expect(String(trust).length).toBeLessThanOrEqual(2048);
  });

  it("names the bucket and the key of the storage stack", () => {
    const storage = stackOf(environment({ teams }), "storage");
    const { bucket } = resource(storage, "aws_s3_bucket", "artifacts");
    const { name: alias } = resource(storage, "aws_kms_alias", "argo");
    const artifacts = policyAt(iam(), "aws_iam_role_policy", "artifacts-team-data");
    expect(statement(artifacts, "ListArtifacts").Resource).toEqual([`arn:aws:s3:::${String(bucket)}`]);
    expect(statement(artifacts, "UseDataKey").Condition).toMatchObject({
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias },
    });
  });

  it("associates roles and service accounts under Pod Identity", () => {
    const json = iam({ cluster: { identity: "pod-identity" } });
    expect(json.resource.aws_eks_pod_identity_association).toMatchObject({
      server: { namespace: "argo", service_account: "argo-server", role_arn: "${aws_iam_role.server.arn}" },
      controller: { namespace: "argo", service_account: "argo-workflow-controller" },
      "executor-team-data": { namespace: "team-data", service_account: "argo-workflow" },
      "executor-websites": { namespace: "websites", service_account: "argo-workflow" },
      "library-websites-argo-notifier": { namespace: "websites", service_account: "argo-notifier" },
      "library-websites-argo-deployer": { namespace: "websites", service_account: "argo-deployer" },
      "builder-team-backend": { namespace: "team-backend", service_account: "argo-builder" },
    });
    expect(JSON.stringify(json)).not.toContain("oidc");
  });

  it("works without teams", () => {
    expect(addresses(iam({ teams: {} }))).toEqual([
      "aws_iam_role.controller",
      "aws_iam_role.server",
      "aws_iam_role_policy.controller",
      "aws_iam_role_policy.server",
    ]);
  });

  it("outputs the role ARNs, those of executors by namespace", () => {
    expect(iam().output).toEqual({
      server_role_arn: { value: "${aws_iam_role.server.arn}" },
      controller_role_arn: { value: "${aws_iam_role.controller.arn}" },
      executor_role_arns: {
        value: {
          "team-backend": "${aws_iam_role.executor-team-backend.arn}",
          "team-data": "${aws_iam_role.executor-team-data.arn}",
          websites: "${aws_iam_role.executor-websites.arn}",
        },
      },
    });
  });

  it("stays within IAM's limit for the longest list of repositories with the longest names", () => {
    const arn = "arn:aws-us-gov:ecr:us-gov-west-1:123456789012:repository/";
    const repositories = Array.from({ length: 50 }, (_, index) =>
      String(index).padStart(157 - arn.length, "a"),
    );
    const place = (list: string[]) =>
      environment(
        {
          region: "us-gov-west-1",
          teams: {
            a: { namespace: "n".repeat(18), buildsImages: true, artifactGC: true, repositories: list },
          },
        },
        "e".repeat(30),
      );
    expect(() => stackOf(place(repositories), "iam")).not.toThrow();
    expect(() => place(repositories.map((name) => `${name}x`))).toThrow("characters in the policy");
  });
});
