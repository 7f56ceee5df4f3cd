import type { Container, EnvironmentVariable, Pod } from "./pod";
import { resourceField } from "./resource-field";

/** Content of ConfigMaps and Secrets of the pod's namespace; undefined if there is none with that name. */
export interface KeyedContent {
  configMap(name: string): Promise<ReadonlyMap<string, Buffer> | undefined>;
  secret(name: string): Promise<ReadonlyMap<string, Buffer> | undefined>;
}

/** A pod that can't start as specified: shown as the waiting reason `CreateContainerConfigError`. */
export class ContainerConfigError extends Error {}

/**
 * Replaces `$(NAME)` by the variable's value; unknown names stay as they are and `$$(NAME)` becomes `$(NAME)`
 * (Kubernetes: third_party/forked/golang/expansion).
 */
export function expand(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (found, name: string | undefined) =>
    name === undefined ? "$" : (variables.get(name) ?? found),
  );
}

/** Value of a `fieldRef`, as the downward API gives it to variables and files. */
export function podField(pod: Pod, path: string, address: string): string {
  const { metadata, spec } = pod;
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (keyed !== null) return metadata[keyed[1] as "labels" | "annotations"]?.[keyed[2] ?? ""] ?? "";
  const lines = (map: Readonly<Record<string, string>> = {}): string =>
    Object.entries(map)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .join("\n");
  switch (path) {
    case "metadata.name":
      return metadata.name;
    case "metadata.namespace":
      return metadata.namespace;
    case "metadata.uid":
      return metadata.uid;
    case "metadata.labels":
      return lines(metadata.labels);
    case "metadata.annotations":
      return lines(metadata.annotations);
    case "spec.nodeName":
      return spec.nodeName ?? "";
    case "spec.serviceAccountName":
      return spec.serviceAccountName ?? "default";
    case "status.podIP":
    case "status.podIPs":
    case "status.hostIP":
    case "status.hostIPs":
      return address;
    default:
      throw new ContainerConfigError(`the lab's node knows no field '${path}'`);
  }
}

/**
 * The variables of a container: those of `base` first, then `envFrom` in order, then `env`, each of which may
 * use those before it.
 * @throws ContainerConfigError if a ConfigMap, a Secret or a key that is not optional is missing.
 */
export async function environmentOf(
  pod: Pod,
  container: Container,
  content: KeyedContent,
  base: ReadonlyMap<string, string>,
  address: string,
): Promise<Map<string, string>> {
  const variables = new Map(base);
  for (const source of container.envFrom ?? []) {
    const [kind, from] = source.configMapRef
      ? ["configMap" as const, source.configMapRef]
      : ["secret" as const, source.secretRef];
    if (from === undefined) continue;
    const data = await content[kind](from.name);
    if (data === undefined && from.optional !== true)
      throw new ContainerConfigError(`${kind.toLowerCase()} "${from.name}" not found`);
    data?.forEach((value, key) => variables.set(`${source.prefix ?? ""}${key}`, value.toString("utf8")));
  }
  for (const variable of container.env ?? []) {
    const value = await valueOf(variable, pod, container, content, variables, address);
    if (value !== undefined) variables.set(variable.name, value);
  }
  return variables;
}

async function valueOf(
  variable: EnvironmentVariable,
  pod: Pod,
  container: Container,
  content: KeyedContent,
  before: ReadonlyMap<string, string>,
  address: string,
): Promise<string | undefined> {
  const from = variable.valueFrom;
  if (from === undefined) return expand(variable.value ?? "", before);
  if (from.fieldRef !== undefined) return podField(pod, from.fieldRef.fieldPath, address);
  if (from.resourceFieldRef !== undefined) return resourceField(pod, container, from.resourceFieldRef);
  const [kind, selector] = from.configMapKeyRef
    ? ["configMap" as const, from.configMapKeyRef]
    : ["secret" as const, from.secretKeyRef];
  if (selector === undefined)
    throw new ContainerConfigError(`the lab's node can't tell the value of '${variable.name}'`);
  const value = (await content[kind](selector.name))?.get(selector.key);
  if (value === undefined && selector.optional !== true)
    throw new ContainerConfigError(
      `couldn't find key ${selector.key} in ${kind} ${pod.metadata.namespace}/${selector.name}`,
    );
  return value?.toString("utf8");
}
