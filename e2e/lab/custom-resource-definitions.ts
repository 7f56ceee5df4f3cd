import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, type KubernetesApi } from "./kubernetes-api";

const collection = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/**
 * Applies every CRD of a folder whose files are named `<group>_<plural>.yaml`, server-side because Argo's full
 * ones are too large for a client's annotation, and waits until each is served. Returns their names.
 * @throws if one is refused or not served within fifteen minutes.
 */
export async function applyDefinitions(api: KubernetesApi, folder: string): Promise<string[]> {
  const files = readdirSync(folder).filter((name) => /^[a-z0-9.-]+_[a-z]+\.yaml$/.test(name));
  if (files.length === 0) throw new Error(`${folder} holds no file named <group>_<plural>.yaml`);
  const deadline = Date.now() + 900_000;
  const names: string[] = [];
  // One after the other: they are the API server's heaviest requests, and it gives each 34 seconds.
  for (const file of files) {
    const [group, plural] = file.replace(".yaml", "").split("_");
    const name = `${plural ?? ""}.${group ?? ""}`;
    await applyOne(api, name, definitionIn(join(folder, file)), deadline);
    names.push(name);
  }
  for (let missing = await unserved(api, names); missing.length > 0; missing = await unserved(api, missing)) {
    if (Date.now() > deadline)
      throw new Error(`not served fifteen minutes after the first was applied: ${missing.join(", ")}`);
    await sleep(100);
  }
  return names;
}

function definitionIn(file: string): string {
  return withoutDescriptions(readFileSync(file, "utf8").replace(/^---\n/, ""));
}

/**
 * The YAML of a definition without the descriptions of its fields, which only `kubectl explain` reads. They are more than
 * half of Argo's definitions, and the API server reads and writes each definition many times before it serves it. A field
 * that is itself named description stays: it has no text on its line.
 */
export function withoutDescriptions(yaml: string): string {
  let inside: number | undefined;
  const kept = yaml.split("\n").filter((line) => {
    const indent = line.search(/\S/);
    if (inside !== undefined && (indent < 0 || indent > inside)) return false;
    inside = /^ *description: \S/.test(line) ? indent : undefined;
    return inside === undefined;
  });
  return `${kept.join("\n").trimEnd()}\n`;
}

/** Applies one definition, and tries again if a busy API server gives up. */
async function applyOne(api: KubernetesApi, name: string, text: string, deadline: number): Promise<void> {
  for (;;) {
    try {
      await api.applyYaml(`${collection}/${name}`, text);
      return;
    } catch (error) {
      const busy = error instanceof ApiError && error.status >= 500 && Date.now() < deadline;
      if (!busy) throw error;
      await sleep(1000);
    }
  }
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
      // Discovery lists a version before it answers.
      const { resources } = await api
        .get<{ resources: { name: string }[] }>(`/apis/${groupVersion}`)
        .catch(() => ({ resources: [] as { name: string }[] }));
      resources.forEach(({ name }) => served.add(`${name}.${group}`));
    }
  }
  return names.filter((name) => !served.has(name));
}
