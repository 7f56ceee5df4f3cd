import { ContainerConfigError, type KeyedContent, podField } from "./environment";
import type { DownwardFile, Pod, Projection, Volume } from "./pod";
import { resourceField } from "./resource-field";

/** One file of a volume. */
export interface VolumeFile {
  readonly content: Buffer;
  /** Permission bits before fsGroup is applied. */
  readonly mode: number;
  /** Whether it is a token: only the containers' user may read it, if they all have the same user. */
  readonly isToken?: true;
}

/** Sources of a volume's files, apart from the pod itself. */
export interface VolumeSources extends KeyedContent {
  /** A token of the pod's service account, bound to the pod. */
  token(audience: string | undefined, expirationSeconds: number): Promise<string>;
}

const defaultFileMode = 0o644;

/**
 * Path -> file of a volume at the start of the pod (it is not refreshed later); empty for an emptyDir.
 * @throws ContainerConfigError for a kind of volume that the lab does not have, and for missing content.
 */
export async function filesOf(
  volume: Volume,
  pod: Pod,
  sources: VolumeSources,
  address: string,
): Promise<Map<string, VolumeFile>> {
  if (volume.emptyDir !== undefined) return new Map();
  const { configMap, secret, downwardAPI, projected } = volume;
  const projections: Projection[] = [...(projected?.sources ?? [])];
  if (configMap !== undefined) projections.push({ configMap });
  if (secret !== undefined) projections.push({ secret: { ...secret, name: secret.secretName } });
  if (downwardAPI !== undefined) projections.push({ downwardAPI });
  if (projections.length === 0 && projected === undefined) {
    const kind = Object.keys(volume).find((key) => key !== "name") ?? "of no kind";
    throw new ContainerConfigError(`the lab's node has no volumes of kind ${kind} (volume ${volume.name})`);
  }
  const mode = (projected ?? configMap ?? secret ?? downwardAPI)?.defaultMode ?? defaultFileMode;
  const files = new Map<string, VolumeFile>();
  for (const projection of projections)
    for (const [path, file] of await project(projection, mode, pod, sources, address))
      files.set(safe(path, volume), file);
  return files;
}

async function project(
  { serviceAccountToken: token, configMap, secret, downwardAPI }: Projection,
  mode: number,
  pod: Pod,
  sources: VolumeSources,
  address: string,
): Promise<[string, VolumeFile][]> {
  if (token !== undefined) {
    const content = Buffer.from(await sources.token(token.audience, token.expirationSeconds ?? 3600));
    return [[token.path, { content, mode, isToken: true }]];
  }
  if (downwardAPI !== undefined)
    return (downwardAPI.items ?? []).map((item) => [
      item.path,
      { content: Buffer.from(downward(item, pod, address)), mode: item.mode ?? mode },
    ]);
  const [kind, source] =
    configMap === undefined ? ["secret" as const, secret] : ["configMap" as const, configMap];
  if (source === undefined) return [];
  const data = await sources[kind](source.name);
  if (data === undefined) {
    if (source.optional === true) return [];
    throw new ContainerConfigError(`${kind.toLowerCase()} "${source.name}" not found`);
  }
  const items = source.items ?? [...data.keys()].map((key) => ({ key, path: key }));
  return items.flatMap(({ key, path, ...item }): [string, VolumeFile][] => {
    const content = data.get(key);
    if (content !== undefined)
      return [[path, { content, mode: ("mode" in item ? item.mode : undefined) ?? mode }]];
    if (source.optional === true) return [];
    throw new ContainerConfigError(`${kind.toLowerCase()} "${source.name}" has no key ${key}`);
  });
}

function downward(item: DownwardFile, pod: Pod, address: string): string {
  if (item.resourceFieldRef !== undefined) return resourceField(pod, undefined, item.resourceFieldRef);
  return podField(pod, item.fieldRef?.fieldPath ?? "", address);
}

function safe(path: string, volume: Volume): string {
  if (path.startsWith("/") || path.split("/").includes(".."))
    throw new ContainerConfigError(`path '${path}' of volume ${volume.name} leads out of it`);
  return path;
}
