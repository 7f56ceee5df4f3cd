import { join } from "node:path";
import { type Lab, startLab } from "../lab/lab";
import { providePrograms } from "../lab/program-builder";
import { required } from "../lab/required";
import type { SuiteRun } from "../shared/frame";
import { installExternalDefinitions } from "../shared/installation/external-definitions";
import type { Manifest } from "../shared/installation/manifests-of";
import type { EnvironmentStacks } from "../shared/installation/stack-manifests";
import { type ChartAtHand, upstreamCharts } from "./chart/upstream-chart";
import { findTerraform, type Terraform } from "./terraform/providers";
import { committedPins, terraformChanges } from "./terraform/stack-copy";

/** What the rows of e2e:cluster work with. */
export interface ClusterRun {
  readonly run: SuiteRun;
  readonly lab: Lab;
  /** Terraform with the pinned providers, if this machine can get them. */
  readonly terraform: Terraform | undefined;
  /** Path of the program. */
  readonly cyclonus: string;
  /** Upstream charts that are available. */
  readonly charts: readonly ChartAtHand[];
  /** Whether the cluster has the definition of an object's kind. */
  readonly known: (object: Manifest) => boolean;
}

/** Starts the lab and looks for everything that is not part of it. Adds to the run what can't be proved without it. */
export async function startClusterRun(run: SuiteRun, local: EnvironmentStacks): Promise<ClusterRun> {
  const { progress, interrupted } = run;
  const programs = await providePrograms({ only: ["cyclonus"], progress, signal: interrupted });
  // The roles of the last environment trust this issuer.
  const lab = await startLab({ ...run, issuer: `https://${local.environment.cluster.oidcProvider ?? ""}` });
  const { known, missing } = await installExternalDefinitions(lab);
  const upstream = await upstreamCharts(required(lab.programs, "helm"), lab.folder);
  run.notProved(...missing, ...upstream.missing);
  const found =
    missing.length > 0
      ? "without those definitions Terraform could not apply"
      : await findTerraform(committedPins(local), join(lab.folder, "terraform"));
  const terraform = typeof found === "string" ? undefined : found;
  if (typeof found === "string") {
    progress(`the converter stands in for Terraform's providers: ${found}`);
    run.notProved(`plans of Terraform's providers: ${found}`);
  } else {
    progress(`Terraform's own providers apply the stacks; they come from ${found.source}`);
    run.standIn(...terraformChanges);
  }
  progress("ready\n");
  return { run, lab, terraform, cyclonus: required(programs, "cyclonus"), charts: upstream.charts, known };
}
