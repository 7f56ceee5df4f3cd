import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { applyDefinitions } from "../../lab/custom-resource-definitions";
import type { Lab } from "../../lab/lab";
import type { Manifest } from "./manifests-of";

const run = promisify(execFile);

/** A Go module with definitions, and the kinds to install from it. */
export interface Source {
  readonly group: string;
  readonly module: string;
  readonly folder: string;
  readonly kinds: readonly string[];
  /** Name of the file with a kind. @default `<group>_<kind>.yaml` */
  readonly fileOf?: (kind: string) => string;
}

/** Kinds that our stacks or the chart create. */
const sources: readonly Source[] = [
  {
    group: "external-secrets.io",
    module: "github.com/external-secrets/external-secrets@v1.3.2",
    folder: "config/crds/bases",
    kinds: ["secretstores", "clustersecretstores", "externalsecrets"],
  },
  {
    group: "generators.external-secrets.io",
    module: "github.com/external-secrets/external-secrets@v1.3.2",
    folder: "config/crds/bases",
    kinds: ["githubaccesstokens"],
  },
  {
    group: "monitoring.coreos.com",
    module: "github.com/prometheus-operator/prometheus-operator@v0.85.0",
    folder: "example/prometheus-operator-crd-full",
    kinds: ["servicemonitors", "prometheusrules"],
  },
];

/** The kinds of External Secrets and the Prometheus operator that the API server knows. */
export interface ExternalDefinitions {
  /** Whether the API server knows the object's kind. */
  readonly known: (manifest: Manifest) => boolean;
  /** Why definitions are missing. */
  readonly missing: readonly string[];
}

/** Installs the definitions from their projects' Go modules, if these are available. */
export async function installExternalDefinitions(lab: Lab): Promise<ExternalDefinitions> {
  const absent = new Map<string, string>();
  for (const source of sources) {
    const reason = await installFrom(lab, source);
    if (reason !== undefined) absent.set(source.group, reason);
  }
  return {
    known: ({ apiVersion }) => !absent.has(apiVersion.split("/")[0] ?? ""),
    missing: [...absent.values()],
  };
}

/** Installs one module's definitions. @returns why they aren't available, or undefined */
export async function installFrom({ api, folder }: Lab, source: Source): Promise<string | undefined> {
  const { group, module, kinds } = source;
  const own = join(folder, `${group}-${kinds.join("-")}`);
  mkdirSync(own);
  try {
    const { stdout } = await run("go", ["mod", "download", "-json", module], { cwd: folder });
    const { Dir } = JSON.parse(stdout) as { Dir: string };
    for (const kind of kinds) {
      const file = `${group}_${kind}.yaml`;
      copyFileSync(join(Dir, source.folder, source.fileOf?.(kind) ?? file), join(own, file));
    }
  } catch (error) {
    const [reason = ""] = (error as Error).message.split("\n");
    return `objects of ${group}: ${module} isn't available: ${reason}`;
  }
  await applyDefinitions(api, own);
  return undefined;
}
