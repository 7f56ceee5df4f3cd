import { chmodSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "../../constructs/kubernetes/manifests";
import { startControlPlane } from "../lab/control-plane";
import { applyDefinitions } from "../lab/custom-resource-definitions";
import type { KubernetesApi } from "../lab/kubernetes-api";
import { Pki } from "../lab/pki";
import { moduleFolder, type ProgramPaths, providePrograms } from "../lab/program-builder";
import type { SuiteRun } from "../shared/frame";
import { apply } from "../shared/installation/apply";

const admission = "/apis/admissionregistration.k8s.io/v1";

/** An API server with Argo's definitions. */
export interface GuardedCluster {
  readonly api: KubernetesApi;
  /** Folder with Argo's definitions. */
  readonly definitions: string;
  readonly programs: ProgramPaths;
}

/** Starts the lab's control plane alone: no node, no Argo, no AWS. */
export async function startCluster({
  processes,
  folder,
  interrupted,
  progress,
  onUnexpectedExit,
}: SuiteRun): Promise<GuardedCluster> {
  const programs = await providePrograms({
    only: ["etcd", "kubernetes", "argo"],
    progress,
    signal: interrupted,
  });
  chmodSync(folder, 0o711);
  const { api, startControllers } = await startControlPlane({
    processes,
    programs,
    pki: new Pki(join(folder, "pki")),
    folder,
    issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/LAB",
    onUnexpectedExit,
  });
  const definitions = join(await moduleFolder("argo"), "manifests", "base", "crds", "full");
  await applyDefinitions(api, definitions);
  await startControllers();
  return { api, definitions, programs };
}

interface StoredPolicy {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly typeChecking?: {
      readonly expressionWarnings?: readonly { warning: string; fieldRef: string }[];
    };
  };
}

/** Applies policies and bindings. */
export async function applyGuard(api: KubernetesApi, manifests: readonly Manifest[]): Promise<void> {
  for (const manifest of manifests) await apply(api, manifest);
}

/** Waits until Kubernetes has checked every policy's types; returns its warnings. */
export async function typeWarnings(api: KubernetesApi): Promise<string[]> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const { items } = await api.get<{ items: StoredPolicy[] }>(`${admission}/validatingadmissionpolicies`);
    const unchecked = items.filter(
      ({ metadata, status }) => status?.observedGeneration !== metadata.generation,
    );
    if (unchecked.length === 0)
      return items.flatMap(({ metadata, status }) =>
        (status?.typeChecking?.expressionWarnings ?? []).map(
          ({ fieldRef, warning }) => `${metadata.name} ${fieldRef}: ${warning.split("\n")[0] ?? ""}`,
        ),
      );
    if (Date.now() > deadline)
      return unchecked.map(({ metadata }) => `${metadata.name}: not checked after two minutes`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
