import type { KubernetesApi } from "../../lab/kubernetes-api";
import { titleOf } from "../../shared/installation/apply";
import type { Manifest } from "../../shared/installation/manifests-of";

type Stored = Readonly<Record<string, unknown>> & {
  readonly metadata: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

type Rule = Readonly<Record<string, readonly string[]>>;

/** Fields that the API server fills in and that differ from one creation to the next. */
const ofServer = ["uid", "resourceVersion", "creationTimestamp", "managedFields", "generation", "selfLink"];
/** Labels and annotations that Helm adds to everything that it creates. */
const ofHelm = /^(meta\.helm\.sh\/|app\.kubernetes\.io\/managed-by$)/;

/** Objects as the cluster stores them, by title, without what its controllers and Helm add. */
export async function storedObjects(
  api: KubernetesApi,
  manifests: readonly Manifest[],
): Promise<ReadonlyMap<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const manifest of manifests) {
    const stored = await api.get<Stored>(await api.pathOf(manifest)).catch(() => undefined);
    found.set(titleOf(manifest), stored && comparable(stored));
  }
  return found;
}

function comparable({ metadata, ...rest }: Stored): unknown {
  const { labels, annotations, ...others } = metadata;
  const { data, ...all } = rest as Record<string, unknown>;
  const fields = Object.fromEntries(
    Object.entries(all)
      .filter(([key, value]) => key !== "status" && !(key === "immutable" && value === false))
      .map(([key, value]) => [key, key === "rules" ? (value as Rule[]).map(inOrder) : value]),
  );
  const kept = Object.entries(others).filter(([key]) => !ofServer.includes(key));
  return {
    ...fields,
    // A token is different each time.
    ...(rest["kind"] !== "Secret" && data !== undefined && { data }),
    metadata: {
      ...Object.fromEntries(kept),
      labels: withoutHelm(labels),
      annotations: withoutHelm(annotations),
    },
  };
}

/** Terraform's provider does not keep the order of verbs and resources. */
function inOrder(rule: Rule): Rule {
  return Object.fromEntries(Object.entries(rule).map(([key, list]) => [key, [...list].sort()]));
}

function withoutHelm(map: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const kept = Object.entries(map).filter(([key, value]) => !ofHelm.test(key) || value === "terraform");
  return Object.fromEntries(kept.filter(([key]) => key !== "kubernetes.io/service-account.uid"));
}
