import { parse } from "yaml";

/**
 * What Terraform would create in the cluster, as manifests, from a stack's `cdk.tf.json`: for machines on which
 * Terraform's Kubernetes and Helm providers aren't available. A stand-in for the providers' own conversion.
 */

/** The parts of a stack's `cdk.tf.json` that are read here. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

/** A Kubernetes object, ready to be applied. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string } & Block;
  readonly [field: string]: unknown;
}

type Block = Readonly<Record<string, unknown>>;

/** Terraform's name of a type without `kubernetes_`, in the order in which objects are applied. */
const kinds: Readonly<Record<string, { apiVersion: string; kind: string }>> = {
  namespace_v1: { apiVersion: "v1", kind: "Namespace" },
  priority_class_v1: { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass" },
  resource_quota_v1: { apiVersion: "v1", kind: "ResourceQuota" },
  limit_range_v1: { apiVersion: "v1", kind: "LimitRange" },
  service_account_v1: { apiVersion: "v1", kind: "ServiceAccount" },
  default_service_account_v1: { apiVersion: "v1", kind: "ServiceAccount" },
  config_map_v1: { apiVersion: "v1", kind: "ConfigMap" },
  cluster_role_v1: { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole" },
  cluster_role_binding_v1: { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRoleBinding" },
  role_v1: { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role" },
  role_binding_v1: { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
  network_policy_v1: { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  service_v1: { apiVersion: "v1", kind: "Service" },
};

/** Blocks that Terraform names in the singular. */
const plurals: Readonly<Record<string, string>> = { rule: "rules", subject: "subjects", limit: "limits" };

/** Maps whose keys are the author's, not Terraform's. */
const free = new Set([
  ...["labels", "annotations", "match_labels", "selector", "data", "binary_data", "hard"],
  ...["default", "default_request", "max", "min", "max_limit_request_ratio"],
]);

/** Arguments that Terraform does not send to the cluster. */
const own = new Set([
  ...["//", "depends_on", "lifecycle", "provider", "count", "for_each", "connection", "provisioner"],
  ...["timeouts", "wait_for_default_service_account", "wait_for_load_balancer"],
]);

/**
 * Every object of a stack: the typed resources, and the manifests of releases of the local chart. Releases of other
 * charts are left to Helm, resources of other providers to Terraform.
 * @throws for a type of the Kubernetes provider that isn't known here
 */
export function manifestsOf({ resource = {} }: StackJson): Manifest[] {
  const types = Object.keys(resource).filter((type) => type.startsWith("kubernetes_"));
  const unknown = types.filter((type) => kinds[shortName(type)] === undefined);
  if (unknown.length > 0) throw new Error(`no manifest is known for ${unknown.join(", ")}`);
  const typed = Object.keys(kinds).flatMap((type) =>
    Object.values(resource[`kubernetes_${type}`] ?? {}).map((block) => manifestOf(type, block)),
  );
  return [...typed, ...Object.values(resource.helm_release ?? {}).flatMap(manifestsOfRelease)];
}

function shortName(type: string): string {
  return type.slice("kubernetes_".length);
}

function manifestOf(type: string, block: Block): Manifest {
  const { metadata, ...rest } = converted(block) as Block & { metadata: Manifest["metadata"] };
  const named = type === "default_service_account_v1" ? { ...metadata, name: "default" } : metadata;
  return { ...(kinds[type] ?? { apiVersion: "", kind: "" }), metadata: named, ...rest };
}

function converted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(converted);
  if (typeof value === "string") return unescaped(value);
  if (!isBlock(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !own.has(key))
      .map(([key, inner]) => [
        camelCase(plurals[key] ?? key),
        free.has(key) ? literalMap(inner) : isPort(key, inner) ? Number(inner) : converted(inner),
      ]),
  );
}

/** The provider has ports as text, because some have names. */
function isPort(key: string, value: unknown): boolean {
  return ["port", "target_port"].includes(key) && typeof value === "string" && /^\d+$/.test(value);
}

function literalMap(value: unknown): unknown {
  if (!isBlock(value)) return converted(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, typeof inner === "string" ? unescaped(inner) : inner]),
  );
}

function manifestsOfRelease({ chart, values }: Block): Manifest[] {
  if (typeof chart !== "string" || !/^\.\/assets\/manifests\//.test(chart) || !Array.isArray(values))
    return [];
  return values.flatMap((entry) => {
    const { manifests } = parse(unescaped(String(entry))) as { manifests: Record<string, Manifest> };
    return Object.values(manifests);
  });
}

/** Undoes Terraform's escapes of `${` and `%{`. */
function unescaped(text: string): string {
  if (text.replaceAll("$${", "").includes("${")) {
    throw new Error(`a reference stands in ${JSON.stringify(text)}; only Terraform can resolve it`);
  }
  return text.replaceAll("$${", "${").replaceAll("%%{", "%{");
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
