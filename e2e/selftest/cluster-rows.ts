import { KubernetesApi } from "../lab/kubernetes-api";
import type { Lab } from "../lab/lab";
import type { Cluster } from "../shared/cluster";
import type { Table } from "../shared/table";

const restricted = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  runAsUser: 1000,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

/** Behavior of the control plane, with the namespace `team-a` for admission. */
export async function clusterRows(table: Table, lab: Lab, cluster: Cluster): Promise<void> {
  const pods = "/api/v1/namespaces/team-a/pods?dryRun=All&fieldValidation=Strict";
  const pod = (securityContext: object, more: object = {}): object => ({
    metadata: { name: "candidate" },
    spec: { containers: [{ name: "main", image: "busybox", command: ["true"], securityContext, ...more }] },
  });
  await table.row("API server: ready, version", ["ok", "v1.36.3"], async () => [
    await lab.api.getText("/readyz"),
    (await lab.api.get<{ gitVersion: string }>("/version")).gitVersion,
  ]);
  await table.row("API server: a wrong token is nobody", "401 Unauthorized", () =>
    cluster.refusal(() =>
      new KubernetesApi(lab.api.server, lab.api.authorityFile, { token: "wrong" }).get("/api/v1/pods"),
    ),
  );
  await table.row(
    "admission: restricted pod, privileged pod, unknown field",
    ["allowed", "403 violates PodSecurity", "400 strict decoding"],
    async () => [
      await cluster.refusal(() => lab.api.post(pods, pod(restricted))),
      await cluster.refusal(() => lab.api.post(pods, pod({ privileged: true }))),
      await cluster.refusal(() => lab.api.post(pods, pod(restricted, { comand: ["x"] }))),
    ],
  );
  await table.row(
    "webhook: a pod of argo-workflow gets its role and token",
    ["arn:aws:iam::123456789012:role/team-a", "aws-iam-token"],
    async () => {
      const asked = pod(restricted) as { spec: object };
      const body = { ...asked, spec: { ...asked.spec, serviceAccountName: "argo-workflow" } };
      const { spec } = await lab.api.post<{
        spec: { volumes: { name: string }[]; containers: { env: { name: string; value: string }[] }[] };
      }>(pods, body);
      return [
        spec.containers[0]?.env.find(({ name }) => name === "AWS_ROLE_ARN")?.value,
        spec.volumes.find(({ name }) => name === "aws-iam-token")?.name,
      ];
    },
  );
  await table.row("Deployment: rollout, new image, undo", ["app:1", "app:2", "app:1"], async () => {
    const image = () =>
      cluster.kubectl("get", "deployment", "app", "-o", "jsonpath={.spec.template.spec.containers[0].image}");
    const rolledOut = () => cluster.kubectl("rollout", "status", "deployment/app", "--timeout=600s");
    await lab.api.post("/apis/apps/v1/namespaces/default/deployments", {
      metadata: { name: "app" },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: "app" } },
        template: {
          metadata: { labels: { app: "app" } },
          spec: {
            terminationGracePeriodSeconds: 1,
            containers: [
              {
                name: "app",
                image: "app:1",
                command: ["sleep", "600"],
                readinessProbe: { exec: { command: ["true"] }, periodSeconds: 1 },
              },
            ],
          },
        },
      },
    });
    await rolledOut();
    const seen = [await image()];
    await cluster.kubectl("set", "image", "deployment/app", "app=app:2");
    await rolledOut();
    seen.push(await image());
    await cluster.kubectl("rollout", "undo", "deployment/app");
    await rolledOut();
    seen.push(await image());
    await cluster.kubectl("delete", "deployment", "app", "--wait=false");
    return seen;
  });
}
