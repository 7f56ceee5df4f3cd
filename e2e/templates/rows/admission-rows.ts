import { ApiError, type KubernetesApi } from "../../lab/kubernetes-api";
import type { Table } from "../../lab/selftest/table";
import { libraryTemplates } from "../library";
import type { Stage } from "../stage";
import type { RecordedPod } from "../world/pod-record";

/** Namespace of a team that builds no images, which is held to `restricted`. */
const restricted = "team-data";

/**
 * Every pod that a template made in this run is sent, as the controller made it, to a namespace of the level that its
 * template names: all are admitted, and those of image builds by `baseline` alone.
 */
export async function admissionRows(table: Table, { lab, pods }: Stage): Promise<void> {
  const levels = new Map(
    libraryTemplates().map(({ metadata }) => {
      const labels = metadata["labels"] as Readonly<Record<string, string>>;
      return [metadata.name, labels["aws-argo-infra/pod-security"] ?? ""];
    }),
  );
  const kinds = [...new Map(pods.pods.map((pod) => [`${pod.template}/${pod.inner}`, pod])).values()];
  await table.row(
    `Pod Security: ${kinds.length} kinds of pods of ${pods.pods.length}: refused by the level of their template`,
    [],
    async () => {
      const refused: string[] = [];
      for (const pod of kinds) {
        const level = levels.get(pod.template);
        if (level === undefined) continue;
        const said = await dryRun(lab.api, level === "restricted" ? restricted : pod.namespace, pod);
        if (said !== undefined) refused.push(`${pod.template}/${pod.inner}: ${said}`);
      }
      return refused;
    },
  );
}

async function dryRun(api: KubernetesApi, namespace: string, pod: RecordedPod): Promise<string | undefined> {
  try {
    await api.post(`/api/v1/namespaces/${namespace}/pods?dryRun=All`, {
      metadata: { name: "candidate" },
      spec: pod.spec,
    });
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}
