import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { repositoryPath } from "./repository";

/** Where the upstream chart comes from, and which version of Argo it installs. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  /** Version of Argo itself, such as v4.1.4. */
  readonly appVersion: string;
}

const version = /^v?(\d+)\.(\d+)\.(\d+)$/;
const chartFile = z.object({
  appVersion: z.string().regex(version),
  dependencies: z.tuple([
    z.object({
      name: z.string(),
      version: z.string().regex(version, "must be an exact version such as 2.0.9"),
      repository: z.url(),
    }),
  ]),
});

/**
 * The pin of the upstream chart.
 * @param path a Chart.yaml with one dependency; default: `helm/argo-workflows/Chart.yaml`
 * @throws Error if the file doesn't name exactly one chart with an exact version
 */
export function readChart(path = repositoryPath("helm", "argo-workflows", "Chart.yaml")): Chart {
  const parsed = chartFile.safeParse(parse(readFileSync(path, "utf8")));
  if (!parsed.success) throw new Error(`${path} doesn't pin the chart: ${z.prettifyError(parsed.error)}`);
  const [dependency] = parsed.data.dependencies;
  return { ...dependency, appVersion: parsed.data.appVersion };
}

/** Whether a version such as 2.0.9 or v4.1.4 is at least `major.minor`. */
export function isAtLeast(actual: string, major: number, minor = 0): boolean {
  const [, ofActual = "0", minorOfActual = "0"] = version.exec(actual) ?? [];
  return Number(ofActual) > major || (Number(ofActual) === major && Number(minorOfActual) >= minor);
}
