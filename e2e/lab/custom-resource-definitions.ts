import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { KubernetesApi } from "./kubernetes-api";

const collection = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/**
 * Applies every CRD of a folder whose files are named `<group>_<plural>.yaml`, server-side because Argo's full
 * ones are too large for a client's annotation, and waits until each is served. Returns their names.
 * @throws when one is refused or not served within two minutes.
 */
export async function applyDefinitions(api: KubernetesApi, folder: string): Promise<string[]> {
  const files = readdirSync(folder).filter((name) => /^[a-z0-9.-]+_[a-z]+\.yaml$/.test(name));
  if (files.length === 0) throw new Error(`${folder} holds no file named <group>_<plural>.yaml.`);
  const names = await Promise.all(
    files.map(async (file) => {
      const [group, plural] = file.replace(".yaml", "").split("_");
      const name = `${plural ?? ""}.${group ?? ""}`;
      const text = readFileSync(join(folder, file), "utf8").replace(/^---\n/, "");
      await api.applyYaml(`${collection}/${name}`, text);
      return name;
    }),
  );
  const deadline = Date.now() + 120_000;
  for (let missing = await unserved(api, names); missing.length > 0; missing = await unserved(api, missing)) {
    if (Date.now() > deadline)
      throw new Error(`Not served two minutes after they were applied: ${missing.join(", ")}.`);
    await sleep(100);
  }
  return names;
}

/** The names that discovery does not list; the definitions themselves are too large to be read again and again. */
async function unserved(api: KubernetesApi, names: readonly string[]): Promise<string[]> {
  const groups = new Set(names.map((name) => name.slice(name.indexOf(".") + 1)));
  const served = new Set<string>();
  for (const group of groups) {
    const versions = await api
      .get<{ versions: { groupVersion: string }[] }>(`/apis/${group}`)
      .catch(() => ({ versions: [] }));
    for (const { groupVersion } of versions.versions) {
      const { resources } = await api.get<{ resources: { name: string }[] }>(`/apis/${groupVersion}`);
      resources.forEach(({ name }) => served.add(`${name}.${group}`));
    }
  }
  return names.filter((name) => !served.has(name));
}
