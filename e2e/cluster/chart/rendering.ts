import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments, stringify } from "yaml";
import { argoRelease, controlPlaneNamespace } from "../../../config/naming";
import type { Values } from "../../shared/installation/configuration";
import type { Manifest } from "../../shared/installation/manifests-of";

const run = promisify(execFile);

/** Kinds that the lab has in addition to those of Kubernetes, in Helm's notation. */
const otherApis = ["monitoring.coreos.com/v1", "monitoring.coreos.com/v1/ServiceMonitor"];

/** Everything that the chart renders from these values, including hooks, as `helm install` in the lab would. */
export async function rendering(
  helm: string,
  chart: string,
  values: Values,
  kubernetesVersion: string,
): Promise<Manifest[]> {
  const folder = mkdtempSync(join(tmpdir(), "chart-"));
  try {
    writeFileSync(join(folder, "values.yaml"), stringify(values));
    const { stdout } = await run(
      helm,
      [
        ...["template", argoRelease, chart, "--namespace", controlPlaneNamespace],
        ...["--values", join(folder, "values.yaml"), "--kube-version", kubernetesVersion],
        ...otherApis.flatMap((api) => ["--api-versions", api]),
      ],
      { maxBuffer: 64 * 2 ** 20 },
    );
    return parseAllDocuments(stdout)
      .map((document) => document.toJS() as Manifest | null)
      .filter((object) => object !== null);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
