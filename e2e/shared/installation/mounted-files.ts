import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Values } from "./configuration";
import type { Manifest } from "./manifests-of";

interface Mounts {
  readonly volumes?: readonly { readonly name: string; readonly configMap: { readonly name: string } }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

/**
 * The folders that a pod of the chart mounts from ConfigMaps, as folders of this machine: the lab's programs are
 * processes.
 * @param objects where the ConfigMaps are
 * @returns a text with the paths of this machine in place of the pod's
 */
export function mountedFiles(
  deployment: Values,
  objects: readonly Manifest[],
  folder: string,
): (text: string) => string {
  const { volumes = [], volumeMounts = [] } = deployment as Mounts;
  const places = volumeMounts.map(({ name, mountPath }) => {
    const { configMap } = volumes.find((each) => each.name === name) ?? {};
    const map = objects.find(
      ({ kind, metadata }) => kind === "ConfigMap" && metadata.name === configMap?.name,
    ) as (Manifest & { readonly data: Readonly<Record<string, string>> }) | undefined;
    if (map === undefined) throw new Error(`no ConfigMap for the volume ${name}`);
    const place = join(folder, "volumes", name);
    mkdirSync(place, { recursive: true });
    for (const [file, content] of Object.entries(map.data)) writeFileSync(join(place, file), content);
    return { mountPath, place };
  });
  return (text) =>
    places.reduce((path, { mountPath, place }) => path.replaceAll(`${mountPath}/`, `${place}/`), text);
}
