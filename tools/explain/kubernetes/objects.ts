import { parseDocument } from "yaml";
import { type Attributes, block, blocks, type Change, text } from "../change";
import { isMap } from "../plan";
import { type Finding, say, Unknown } from "../sentence";

/** A Kubernetes object, whether Terraform has it as a resource of its own or Helm gets it in values. */
export interface KubernetesObject {
  readonly kind: string;
  readonly name: string;
  /** Empty for an object of the cluster. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The object in Kubernetes' own spelling. */
  readonly body: Attributes;
  readonly stack: string;
  readonly address: string;
}

/** The values of a Helm release, one after another merged into the one before. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly values: Attributes;
  readonly attributes: Attributes;
  readonly stack: string;
  readonly address: string;
}

/** A Helm release that exists on both sides. */
export interface ReleasePair {
  readonly old: Release;
  readonly now: Release;
}

/** What a cluster is given: before or after. */
export interface Cluster {
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  readonly releases: ReadonlyMap<string, Release>;
  /** What couldn't be read. */
  readonly problems: readonly Finding[];
}

export const keyOf = ({ kind, namespace, name }: Pick<KubernetesObject, "kind" | "namespace" | "name">) =>
  JSON.stringify([kind, namespace, name]);

export function clusterOf(changes: readonly Change[], side: "before" | "after"): Cluster {
  const objects = new Map<string, KubernetesObject>();
  const releases = new Map<string, Release>();
  const problems: Finding[] = [];
  const add = (body: Attributes, { stack, address }: Change) => {
    const object = objectOf(body, stack, address);
    if (object !== undefined) objects.set(keyOf(object), object);
  };
  for (const change of changes) {
    const attributes = change[side];
    if (attributes === undefined) continue;
    if (change.type === "helm_release") {
      const { values, readable } = valuesOf(attributes.values);
      if (!readable) problems.push(unreadable(change, side));
      const release = {
        name: text(attributes.name) ?? change.name,
        namespace: text(attributes.namespace) ?? "",
        values,
        attributes,
        stack: change.stack,
        address: change.address,
      };
      releases.set(JSON.stringify([change.stack, change.address]), release);
      for (const body of Object.values(block(values.manifests))) if (isMap(body)) add(body, change);
    } else if (change.type === "kubernetes_manifest") {
      if (isMap(attributes.manifest)) add(attributes.manifest, change);
    } else if (change.type.startsWith("kubernetes_")) {
      add({ kind: kindOf(change.type), ...typed(attributes, change.type) }, change);
    }
  }
  return { objects, releases, problems };
}

function unreadable({ stack, address }: Change, side: "before" | "after"): Finding {
  return {
    level: side === "after" ? "danger" : "check",
    topic: "Settings",
    stack,
    about: [address],
    sentence: say`The values of ${address} can't be read, so this page can't tell what they change.`,
  };
}

/** Entries are merged as Helm merges them: a later one wins, lists are replaced. */
function valuesOf(entries: unknown): { values: Attributes; readable: boolean } {
  let values: Attributes = {};
  let readable = true;
  for (const entry of Array.isArray(entries) ? entries : [entries]) {
    if (entry === undefined || entry === null || entry === "") continue;
    const parsed = typeof entry === "string" ? yaml(entry) : undefined;
    if (parsed === undefined) readable = false;
    else values = merged(values, parsed);
  }
  return { values, readable };
}

/** Most entries are the same on both sides. */
const parsedBefore = new Map<string, Attributes | undefined>();

function yaml(source: string): Attributes | undefined {
  if (!parsedBefore.has(source)) parsedBefore.set(source, parsedYaml(source));
  return parsedBefore.get(source);
}

function parsedYaml(source: string): Attributes | undefined {
  try {
    const document = parseDocument(source, { uniqueKeys: true });
    if (document.errors.length > 0) return undefined;
    const value: unknown = document.toJS({ maxAliasCount: 10_000 });
    return value === null ? {} : isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function merged(a: Attributes, b: Attributes): Attributes {
  const result: Record<string, unknown> = { ...a };
  for (const [name, value] of Object.entries(b)) {
    const old = result[name];
    result[name] = isMap(old) && isMap(value) ? merged(old, value) : value;
  }
  return result;
}

/** `kubernetes_cluster_role_binding_v1` is ClusterRoleBinding. */
function kindOf(type: string): string {
  if (type.startsWith("kubernetes_default_service_account")) return "ServiceAccount";
  return type
    .replace(/^kubernetes_/, "")
    .replace(/_v\d+(alpha\d+|beta\d+)?$/, "")
    .replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

/** Blocks that exist once. */
const single = new Set(["metadata", "spec", "pod_selector", "namespace_selector", "ip_block", "role_ref"]);
/** Names are those of users, not of Kubernetes. */
const maps = new Set([
  ...["labels", "annotations", "match_labels", "hard", "data", "binary_data"],
  ...["default", "default_request", "max", "min", "max_limit_request_ratio"],
]);
const plural: Readonly<Record<string, string>> = { rule: "rules", subject: "subjects", limit: "limits" };

function typed(attributes: Attributes, type: string): Attributes {
  const body = camel(attributes) as Record<string, unknown>;
  if (type.startsWith("kubernetes_default_service_account")) {
    body.metadata = { ...(body.metadata as object | undefined), name: "default" };
  }
  return body;
}

function camel(value: unknown): unknown {
  if (value instanceof Unknown) return value;
  if (Array.isArray(value)) return value.map(camel);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      if (each === null || (Array.isArray(each) && each.length === 0)) return [];
      const key = plural[name] ?? name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      if (maps.has(name)) return [[key, each]];
      return [[key, single.has(name) && Array.isArray(each) ? camel(each[0] ?? {}) : camel(each)]];
    }),
  );
}

function objectOf(body: Attributes, stack: string, address: string): KubernetesObject | undefined {
  const metadata = block(body.metadata);
  const [kind, name] = [text(body.kind), text(metadata.name)];
  if (kind === undefined || name === undefined) return undefined;
  return {
    kind,
    name,
    namespace: text(metadata.namespace) ?? "",
    labels: textMap(metadata.labels),
    annotations: textMap(metadata.annotations),
    body,
    stack,
    address,
  };
}

function textMap(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(block(value)).flatMap(([name, each]) => {
      const own = text(each);
      return own === undefined ? [] : [[name, own]];
    }),
  );
}

/** Objects of one kind on both sides, matched by name. */
export function pairs(
  before: Cluster,
  after: Cluster,
  kind: string,
): { before?: KubernetesObject; after?: KubernetesObject; any: KubernetesObject }[] {
  const keys = new Set(
    [...before.objects, ...after.objects].filter(([, object]) => object.kind === kind).map(([key]) => key),
  );
  return [...keys].sort().flatMap((key) => {
    const [old, now] = [before.objects.get(key), after.objects.get(key)];
    const any = now ?? old;
    return any === undefined ? [] : [{ ...(old && { before: old }), ...(now && { after: now }), any }];
  });
}

export const list = (value: unknown): Attributes[] => (value === undefined ? [] : blocks(value));
