import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";
import { ContainerConfigError, expand } from "./environment";
import type { Container, Pod, VolumeMount } from "./pod";
import { filesOf, type VolumeSources } from "./volume-files";

/** One mount of a container, as `lab-container` reads it. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** Creates the folders of all volumes of a pod in `folder`. @returns volume name -> folder */
export async function makeVolumes(
  pod: Pod,
  folder: string,
  sources: VolumeSources,
  address: string,
): Promise<Map<string, string>> {
  const group = pod.spec.securityContext?.fsGroup;
  const user = commonUser(pod);
  const folders = new Map<string, string>();
  for (const volume of pod.spec.volumes ?? []) {
    const files = await filesOf(volume, pod, sources, address);
    const top = join(folder, volume.name);
    makeFolder(top, 0o777, group);
    for (const [path, file] of files) {
      const target = join(top, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, file.content);
      // Like the kubelet: only its user may read a token, and with fsGroup also the group.
      const kept = file.isToken === true && (user !== undefined || group !== undefined);
      const mode = kept ? 0o600 : file.mode;
      chmodSync(target, group === undefined ? mode : mode | 0o040);
      chownSync(target, kept ? (user ?? 0) : 0, group ?? 0);
    }
    folders.set(volume.name, top);
  }
  return folders;
}

/** The user that all containers run as, if they agree on one. */
function commonUser(pod: Pod): number | undefined {
  const users = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(
    ({ securityContext }) => securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser,
  );
  return users.every((user) => user === users[0]) ? users[0] : undefined;
}

function makeFolder(folder: string, mode: number, group: number | undefined): void {
  mkdirSync(folder, { recursive: true });
  if (group !== undefined) chownSync(folder, 0, group);
  // New files in it belong to fsGroup.
  chmodSync(folder, group === undefined ? mode : mode | 0o2000);
}

/**
 * The mounts of a container, outer ones first.
 * @throws ContainerConfigError for a volume that the pod lacks and for a sub-path outside its volume.
 */
export function mountsOf(
  pod: Pod,
  container: Container,
  folders: ReadonlyMap<string, string>,
  variables: ReadonlyMap<string, string>,
): Mount[] {
  const group = pod.spec.securityContext?.fsGroup;
  return (container.volumeMounts ?? [])
    .map((mount) => {
      const folder = folders.get(mount.name);
      if (folder === undefined) throw new ContainerConfigError(`the pod has no volume '${mount.name}'`);
      const path = subPath(mount, variables);
      const source = path === "" ? folder : join(folder, path);
      if (!existsSync(source)) makeFolder(source, statSync(folder).mode & 0o777, group);
      const real = realpathSync(source);
      if (real !== folder && !real.startsWith(folder + sep))
        throw new ContainerConfigError(`sub-path '${path}' leads out of volume ${mount.name}`);
      const volume = pod.spec.volumes?.find(({ name }) => name === mount.name);
      const readOnly =
        mount.readOnly === true || (volume?.emptyDir === undefined && lstatSync(real).isDirectory());
      return { source: real, target: mount.mountPath, readOnly };
    })
    .sort((a, b) => a.target.split("/").length - b.target.split("/").length);
}

function subPath(mount: VolumeMount, variables: ReadonlyMap<string, string>): string {
  const path = mount.subPathExpr === undefined ? (mount.subPath ?? "") : expand(mount.subPathExpr, variables);
  if (path.startsWith("/") || path.split("/").includes(".."))
    throw new ContainerConfigError(
      `sub-path '${path}' of volume ${mount.name} must be relative and without '..'`,
    );
  return path;
}
