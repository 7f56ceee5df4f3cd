import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { deployment } from "./application";

const run = promisify(execFile);

/** Puts the chart that the example of deploy-helm names into the registry: one Deployment of a version of the application. */
export async function pushChart(
  helm: string,
  registry: string,
  folder: string,
  image: string,
): Promise<void> {
  const chart = join(folder, "web");
  mkdirSync(join(chart, "templates"), { recursive: true });
  writeFileSync(join(chart, "Chart.yaml"), stringify({ apiVersion: "v2", name: "web", version: "2.1.0" }));
  writeFileSync(join(chart, "values.yaml"), stringify({ replicas: 1, image }));
  const made = stringify(deployment("NAME", "IMAGE", 0));
  const template = made
    .replaceAll("NAME", "web-{{ .Release.Name }}")
    .replace("IMAGE", "{{ .Values.image }}")
    .replace("replicas: 0", "replicas: {{ .Values.replicas }}");
  writeFileSync(join(chart, "templates", "deployment.yaml"), template);
  await run(helm, ["package", chart, "--destination", folder]);
  await run(helm, ["push", join(folder, "web-2.1.0.tgz"), `oci://${registry}/charts`, "--plain-http"]);
}
