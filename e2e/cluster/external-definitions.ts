import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { applyDefinitions } from "../lab/custom-resource-definitions";
import type { Lab } from "../lab/lab";
import type { Manifest } from "../lab/manifests-of";

const run = promisify(execFile);

/** A Go module with definitions, and which of its kinds our stacks, or the chart, make. */
interface Source {
  readonly group: string;
  readonly module: string;
  readonly folder: string;
  readonly kinds: readonly string[];
}

const sources: readonly Source[] = [
  {
    group: "external-secrets.io",
    module: "github.com/external-secrets/external-secrets@v1.3.2",
    folder: "config/crds/bases",
    kinds: ["secretstores", "externalsecrets"],
  },
  {
    group: "monitoring.coreos.com",
    module: "github.com/prometheus-operator/prometheus-operator@v0.85.0",
    folder: "example/prometheus-operator-crd-full",
    kinds: ["servicemonitors"],
  },
];

/** What of External Secrets and the Prometheus operator the API server knows. */
export interface ExternalDefinitions {
  /** Whether the API server knows the object's kind. */
  readonly known: (manifest: Manifest) => boolean;
  /** Why definitions are missing. */
  readonly missing: readonly string[];
}

/** Installs the definitions from their projects' Go modules, where these can be had. */
export async function installExternalDefinitions({ api, folder }: Lab): Promise<ExternalDefinitions> {
  const absent = new Map<string, string>();
  for (const source of sources) {
    const own = join(folder, source.group);
    mkdirSync(own);
    try {
      const { stdout } = await run("go", ["mod", "download", "-json", source.module], { cwd: folder });
      const { Dir } = JSON.parse(stdout) as { Dir: string };
      for (const kind of source.kinds) {
        const file = `${source.group}_${kind}.yaml`;
        copyFileSync(join(Dir, source.folder, file), join(own, file));
      }
    } catch (error) {
      const [reason = ""] = (error as Error).message.split("\n");
      absent.set(source.group, `objects of ${source.group}: ${source.module} can't be had: ${reason}`);
      continue;
    }
    await applyDefinitions(api, own);
  }
  return {
    known: ({ apiVersion }) => !absent.has(apiVersion.split("/")[0] ?? ""),
    missing: [...absent.values()],
  };
}
