import { podSecurityLabel } from "../../../config/annotations";
import { controlPlaneNamespace, serviceAccounts } from "../../../config/naming";
import { readLibrary } from "../../../config/workflow-library";
import type { WorkflowTemplate } from "../../../config/workflow-template";
import { ApiError, type KubernetesApi } from "../../lab/kubernetes-api";
import { serviceAccountToken } from "../../lab/service-account-token";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import type { RecordedPod } from "../../shared/library/pod-record";
import type { Table } from "../../shared/table";

/** Namespace of a team that builds no images, whose level is `restricted`. */
const restricted = "team-data";

/**
 * Creates every kind of pod of this run again, as the controller created it and with its account, in a namespace with the
 * level that its template names: all are admitted. As a check of the check, `restricted` refuses an image build.
 */
export async function admissionRows(table: Table, { lab, pods, runs }: LibraryInLab): Promise<void> {
  const { templates } = readLibrary();
  const levels = new Map(templates.map(({ name, labels }) => [name, labels[podSecurityLabel] ?? ""]));
  const kinds = new Map<string, { level: string; pod: RecordedPod }>();
  for (const { template: submitted, nodes } of runs.outcomes)
    for (const { id, templateScope = "", templateName = "" } of nodes) {
      const pod = pods.pods.find(({ node }) => node === id);
      // A step of another template names that template; a step of the submitted one names the workflow.
      const template = templateScope.startsWith("cluster/")
        ? templateScope.slice("cluster/".length)
        : submitted;
      const level = levels.get(template);
      if (pod !== undefined && level !== undefined) kinds.set(`${template}/${templateName}`, { level, pod });
    }
  // A team that builds no images has fewer accounts. The stacks make accounts without a token.
  const accounts = [...kinds.values()].flatMap(({ pod }) => pod.spec.serviceAccountName ?? []);
  for (const name of new Set(accounts))
    await lab.api.apply({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name, namespace: restricted },
      automountServiceAccountToken: false,
    });
  const token = await serviceAccountToken(lab.api, controlPlaneNamespace, serviceAccounts.controller);
  const controller = lab.api.as({ token });
  const missing = templates.flatMap(kindsOf).filter((kind) => !kinds.has(kind));
  const run = missing.length === 0 ? "all" : `all but ${missing.join(", ")}`;
  await table.row(
    `Pod Security: ${kinds.size} kinds of pods (${run}), those that their template's level refuses`,
    [],
    async () => {
      const refused: string[] = [];
      for (const [kind, { level, pod }] of kinds) {
        const said = await refusal(controller, level === "restricted" ? restricted : pod.namespace, pod);
        if (said !== undefined) refused.push(`${kind}: ${said}`);
      }
      return refused;
    },
  );
  const build = kinds.get("build-docker-image/kaniko");
  await table.row("Pod Security: an image build in a namespace that is restricted", true, async () => {
    if (build === undefined) return "no image was built";
    return (await refusal(controller, restricted, build.pod))?.includes("violates PodSecurity");
  });
}

/** The kinds of pods that a template of the library starts itself: those of its steps with a container. */
function kindsOf({ name, manifest }: WorkflowTemplate): string[] {
  const { spec } = manifest as { spec: { templates: readonly { name: string }[] } };
  return spec.templates
    .filter((step) => "container" in step || "script" in step)
    .map((step) => `${name}/${step.name}`);
}

async function refusal(
  api: KubernetesApi,
  namespace: string,
  { spec }: RecordedPod,
): Promise<string | undefined> {
  try {
    await api.post(`/api/v1/namespaces/${namespace}/pods?dryRun=All`, {
      metadata: { name: "candidate" },
      spec,
    });
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}
