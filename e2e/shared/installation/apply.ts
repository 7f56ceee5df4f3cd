import { ApiError, type KubernetesApi, type KubernetesObject } from "../../lab/kubernetes-api";
import { waitFor } from "../../lab/wait-for";

/** Server-side apply as Terraform's field manager; unknown fields are refused. */
const query = "fieldManager=terraform&force=true&fieldValidation=Strict";

interface Stored {
  readonly metadata: { readonly resourceVersion: string };
}

/** Applies an object and returns its version afterwards. */
export async function apply(api: KubernetesApi, object: KubernetesObject): Promise<string> {
  const path = await api.pathOf(object);
  const { metadata } = await api.patch<Stored>(`${path}?${query}`, object, "apply");
  return metadata.resourceVersion;
}

/** Applies all, in this order. @returns a sentence for each that was refused */
export async function applyAll(api: KubernetesApi, objects: readonly KubernetesObject[]): Promise<string[]> {
  const refused: string[] = [];
  for (const object of objects) {
    try {
      await apply(api, object);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refused.push(`${titleOf(object)}: ${error.message}`);
    }
  }
  return refused;
}

/** Applies all again. @returns those whose stored version changed */
export async function changedBySecondApply(
  api: KubernetesApi,
  objects: readonly KubernetesObject[],
): Promise<string[]> {
  await settled(api, objects);
  const changed: string[] = [];
  for (const object of objects) {
    const { metadata } = await api.get<Stored>(await api.pathOf(object));
    if ((await apply(api, object)) !== metadata.resourceVersion) changed.push(titleOf(object));
  }
  return changed;
}

/** Kinds whose objects the cluster's own controllers complete. */
const completed = ["ResourceQuota", "ValidatingAdmissionPolicy"];

/**
 * Waits until the cluster's own controllers have completed the objects: tokens, the usage of a quota, and the type check
 * of a policy.
 */
async function settled(api: KubernetesApi, objects: readonly KubernetesObject[]): Promise<void> {
  for (const object of objects) {
    const { kind, type } = object;
    if (!completed.includes(kind ?? "") && type !== "kubernetes.io/service-account-token") continue;
    const path = await api.pathOf(object);
    await waitFor(`${titleOf(object)} completed`, async () => {
      const stored = await api.get<{
        status?: { hard?: object; observedGeneration?: number };
        data?: { token?: string };
      }>(path);
      return stored.status?.hard ?? stored.status?.observedGeneration ?? stored.data?.token;
    });
  }
}

export function titleOf({ kind = "", metadata: { namespace, name } }: KubernetesObject): string {
  return [kind, ...(namespace === undefined ? [] : [namespace]), name].join("/");
}
