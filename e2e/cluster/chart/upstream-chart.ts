import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { type Chart, readChart } from "../../../config/chart";
import { cacheFolder } from "../../lab/cache-folder";
import type { Values } from "../../shared/installation/configuration";

const run = promisify(execFile);
const maxBuffer = 64 * 2 ** 20;

/** An upstream chart on this machine. */
export interface ChartAtHand {
  readonly version: string;
  /** The chart's own values. */
  readonly values: Values;
  /** Text of its templates. */
  readonly templates: string;
  /** Folder or archive. */
  readonly path: string;
}

/** The pinned upstream chart, the older one for which our values must stay valid, and why one is missing. */
export async function upstreamCharts(
  helm: string,
  folder: string,
): Promise<{ readonly charts: readonly ChartAtHand[]; readonly missing: readonly string[] }> {
  const pin = readChart();
  const found = await Promise.all(
    [pin.version, "1.0.18"].map((version) => upstreamChart(helm, { ...pin, version }, folder)),
  );
  return {
    charts: found.filter((each) => typeof each !== "string"),
    missing: found.filter((each) => typeof each === "string"),
  };
}

/**
 * The upstream chart of a version, or why it isn't available: `charts/argo-workflows-<version>` in the lab's cache, as a
 * folder or `.tgz`, or pulled into it from the repository that Chart.yaml names.
 * @param folder where Helm may keep its own files
 */
async function upstreamChart(
  helm: string,
  { name, repository, version }: Chart,
  folder: string,
): Promise<ChartAtHand | string> {
  const charts = join(cacheFolder(), "charts");
  const stem = join(charts, `${name}-${version}`);
  const archive = `${stem}.tgz`;
  const found = [stem, archive].find((path) => existsSync(path));
  if (found !== undefined) return opened(helm, version, found);
  mkdirSync(charts, { recursive: true });
  const own = ["CACHE", "CONFIG", "DATA"].map((each) => [`HELM_${each}_HOME`, join(folder, "helm")]);
  try {
    await run(helm, ["pull", name, "--repo", repository, "--version", version, "-d", charts], {
      env: { ...process.env, ...(Object.fromEntries(own) as Record<string, string>) },
      timeout: 300_000,
    });
  } catch (error) {
    const said = (error as Error & { stderr?: string }).stderr?.trim().split("\n").at(-1) ?? "";
    return `chart ${version}: neither in ${charts} nor pulled: ${said}`;
  }
  return opened(helm, version, archive);
}

async function opened(helm: string, version: string, path: string): Promise<ChartAtHand> {
  const values = await run(helm, ["show", "values", path], { maxBuffer });
  return { version, path, values: parse(values.stdout) as Values, templates: await templatesOf(path) };
}

async function templatesOf(path: string): Promise<string> {
  if (path.endsWith(".tgz"))
    return (await run("tar", ["-xzOf", path, "--wildcards", "*/templates/*"], { maxBuffer })).stdout;
  return readdirSync(join(path, "templates"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}
