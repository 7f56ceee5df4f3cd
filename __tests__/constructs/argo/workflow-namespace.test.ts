import { resource } from "../../fixtures/synthesis";
import { tenancy } from "../../fixtures/tenancy";

const team = (fields: Record<string, unknown> = {}) => tenancy({ teams: { a: fields } });
const of = (type: string, json = team()) => resource(json, type, "team-a");
const labels = (fields?: Record<string, unknown>) =>
  (of("kubernetes_namespace_v1", team(fields)).metadata as { labels: Record<string, string> }).labels;

describe("WorkflowNamespace", () => {
  it("enforces the restricted Pod Security level, pinned to a version, and shows where it comes from", () => {
    expect(labels()).toEqual({
      "app.kubernetes.io/managed-by": "terraform",
      "app.kubernetes.io/part-of": "argo-workflows",
      "aws-argo-infra/team": "a",
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/enforce-version": "v1.34",
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/audit-version": "v1.34",
      "pod-security.kubernetes.io/warn": "restricted",
      "pod-security.kubernetes.io/warn-version": "v1.34",
    });
  });

  it("enforces baseline only for teams that build images, and still warns about restricted", () => {
    expect(labels({ buildsImages: true })).toEqual({
      ...labels(),
      "pod-security.kubernetes.io/enforce": "baseline",
    });
  });

  it("passes the team's own parallelism to the controller, if it has one", () => {
    expect(labels({ parallelism: 3 })).toEqual({
      ...labels(),
      "workflows.argoproj.io/parallelism-limit": "3",
    });
  });

  it("limits GPUs, if the team has a number of them, even none", () => {
    const hard = (quota: object) =>
      (of("kubernetes_resource_quota_v1", team({ quota })).spec as { hard: Record<string, string> }).hard;
    expect(hard({ gpu: 4 })).toMatchObject({ "requests.nvidia.com/gpu": "4" });
    expect(hard({ gpu: 0 })).toMatchObject({ "requests.nvidia.com/gpu": "0" });
    expect(hard({})).not.toHaveProperty("requests.nvidia.com/gpu");
  });

  describe("that somebody else creates", () => {
    const existing = (fields: object = {}) => team({ createNamespace: false, ...fields });
    const conditions = (fields?: object) => {
      const data = existing(fields).data?.["kubernetes_resource"]?.["team-a"] as unknown as {
        metadata: object;
        lifecycle: { postcondition: { condition: string; error_message: string }[] };
      };
      expect(data.metadata).toEqual({ name: "team-a" });
      return data.lifecycle.postcondition;
    };
    const label = (value: string, key: string) =>
      `\${contains(["${value}"], try(self.object.metadata.labels["${key}"], ""))}`;

    it("fails a plan unless its owner agreed, and keeps pods away from the node", () => {
      expect(conditions().map(({ condition }) => condition)).toEqual([
        label("a", "aws-argo-infra/team"),
        label("restricted", "pod-security.kubernetes.io/enforce"),
      ]);
      expect(conditions()[0]?.error_message).toBe(
        "Namespace team-a must exist and have the label aws-argo-infra/team with the value a. Its owner agrees by it that the team's workflows run there.",
      );
    });

    it("has the labels of what the team does", () => {
      expect(conditions({ buildsImages: true, parallelism: 3 }).map(({ condition }) => condition)).toEqual([
        label("a", "aws-argo-infra/team"),
        label("baseline", "pod-security.kubernetes.io/enforce"),
        label("3", "workflows.argoproj.io/parallelism-limit"),
      ]);
    });

    it("still gets its quota, and is not destroyed if it was created here before", () => {
      const json = existing();
      expect(json.resource).not.toHaveProperty("kubernetes_namespace_v1");
      expect(of("kubernetes_resource_quota_v1", json)).toMatchObject({
        depends_on: ["data.kubernetes_resource.team-a"],
      });
      expect((json as unknown as { removed: unknown }).removed).toEqual([
        { from: "kubernetes_namespace_v1.team-a", lifecycle: [{ destroy: false }] },
      ]);
      expect(team()).not.toHaveProperty("removed");
    });
  });

  it("can't be destroyed together with the stack", () => {
    expect(of("kubernetes_namespace_v1").lifecycle).toEqual({ prevent_destroy: true });
  });

  it("limits the resources of all pods together, and allows no service with outside access", () => {
    expect(of("kubernetes_resource_quota_v1")).toMatchObject({
      metadata: { name: "workflows", namespace: "team-a" },
      depends_on: ["kubernetes_namespace_v1.team-a"],
    });
    expect(of("kubernetes_resource_quota_v1").spec).toEqual({
      hard: {
        "requests.cpu": "20",
        "requests.memory": "40Gi",
        "limits.memory": "160Gi",
        "requests.ephemeral-storage": "500Gi",
        "requests.storage": "100Gi",
        pods: "50",
        "count/workflows.argoproj.io": "500",
        "services.loadbalancers": "0",
        "services.nodeports": "0",
      },
    });
    const quota = { cpu: "80", memory: "320Gi", storage: "1024Gi", pods: 7, workflows: 9 };
    expect(of("kubernetes_resource_quota_v1", team({ quota })).spec).toMatchObject({
      hard: {
        "requests.cpu": "80",
        "requests.memory": "320Gi",
        "limits.memory": "1280Gi",
        "requests.storage": "1Ti",
        pods: "7",
        "count/workflows.argoproj.io": "9",
      },
    });
  });

  it("gives containers default sizes, and limits the sizes that they set", () => {
    expect(of("kubernetes_limit_range_v1").spec).toEqual({
      limit: [
        {
          type: "Container",
          default: { cpu: "500m", memory: "512Mi", "ephemeral-storage": "10Gi" },
          default_request: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "256Mi" },
          max: { cpu: "8", memory: "32Gi", "ephemeral-storage": "100Gi" },
        },
      ],
    });
  });

  it("writes amounts as the API server returns them, so that a second plan is empty", () => {
    const containers = {
      request: { cpu: "1000m", memory: "1024Mi" },
      default: { cpu: "1500m", memory: "2048Mi" },
    };
    expect(of("kubernetes_limit_range_v1", team({ containers })).spec).toMatchObject({
      limit: [
        {
          default: { cpu: "1500m", memory: "2Gi", "ephemeral-storage": "10Gi" },
          default_request: { cpu: "1", memory: "1Gi", "ephemeral-storage": "256Mi" },
        },
      ],
    });
  });

  it("gives no token to pods that name no service account", () => {
    expect(of("kubernetes_default_service_account_v1")).toMatchObject({
      metadata: { namespace: "team-a" },
      automount_service_account_token: false,
    });
  });

  it("lets nodes log in to a registry for such pods", () => {
    const type = "kubernetes_default_service_account_v1";
    const json = tenancy({ images: { pullSecret: "registry-login" }, teams: { a: {} } });
    expect(of(type, json).image_pull_secret).toEqual([{ name: "registry-login" }]);
    expect(of(type)).not.toHaveProperty("image_pull_secret");
  });
});
