import { parse } from "yaml";
import { artifactPermissions } from "../../../constructs/aws/permissions";
import { resource } from "../../fixtures/synthesis";
import { tenancy, tenancyEnvironment } from "../../fixtures/tenancy";

const configMap = (json = tenancy()) =>
  resource(json, "kubernetes_config_map_v1", "team-beta") as {
    metadata: Record<string, unknown>;
    data: Record<string, string>;
  };

describe("ArtifactRepository", () => {
  it("is the namespace's default for Argo", () => {
    expect(configMap().metadata).toMatchObject({
      name: "artifact-repositories",
      namespace: "team-beta",
      annotations: { "workflows.argoproj.io/default-artifact-repository": "s3" },
    });
    expect(Object.keys(configMap().data)).toEqual(["s3"]);
  });

  it("keeps artifacts and logs in the bucket, with the artifact role of the namespace and the bucket's encryption", () => {
    expect(parse(configMap().data.s3 ?? "")).toEqual({
      archiveLogs: true,
      s3: {
        endpoint: "s3.eu-central-1.amazonaws.com",
        region: "eu-central-1",
        bucket: "test-argo-artifacts-123456789012",
        insecure: false,
        roleARN: "arn:aws:iam::123456789012:role/test-argo-artifacts-team-beta",
        keyFormat:
          "artifacts/{{workflow.namespace}}/{{workflow.name}}/{{workflow.creationTimestamp.Y}}/" +
          "{{workflow.creationTimestamp.m}}/{{workflow.creationTimestamp.d}}/{{pod.name}}",
      },
    });
  });

  it("puts keys below the prefix that the artifact role may use", () => {
    const environment = tenancyEnvironment();
    const [team] = environment.teams;
    if (!team) throw new Error("no team");
    const { s3 } = parse(configMap().data.s3 ?? "") as { s3: { keyFormat: string; bucket: string } };
    const [own] = artifactPermissions(environment, team);
    const prefix = s3.keyFormat
      .split("{{workflow.name}}")[0]
      ?.replace("{{workflow.namespace}}", team.namespace);
    expect(own?.Resource).toEqual([`arn:aws:s3:::${s3.bucket}/${prefix}*`]);
  });

  it("uses S3 of the environment's partition", () => {
    const json = tenancy({
      region: "cn-north-1",
      certificateArn: undefined,
      ingress: { enabled: false },
      login: {},
      teams: { beta: {} },
    });
    expect(parse(configMap(json).data.s3 ?? "")).toMatchObject({
      s3: { endpoint: "s3.cn-north-1.amazonaws.com.cn", region: "cn-north-1" },
    });
  });
});
