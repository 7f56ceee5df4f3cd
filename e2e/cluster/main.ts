import { Argo } from "../lab/argo";
import { runSuite } from "../shared/frame";
import { ArgoApi } from "../shared/installation/argo-api";
import { installationOf, installAws } from "../shared/installation/install";
import { changes } from "../shared/installation/lab-addresses";
import { committedStacks, type EnvironmentStacks } from "../shared/installation/stack-manifests";
import { acceptanceRows } from "./acceptance-rows";
import { accessRows } from "./access/access-rows";
import { admissionRows } from "./admission-rows";
import { argoRows } from "./argo/argo-rows";
import { databaseUserRows } from "./argo/database-user-rows";
import { environmentRows } from "./argo/environment-rows";
import { existingDatabaseRows } from "./argo/existing-database-rows";
import { resilienceRows } from "./argo/resilience-rows";
import { chartRows } from "./chart/chart-rows";
import { cleanUp } from "./clean-up";
import { type ClusterRun, startClusterRun } from "./cluster-run";
import { flowRows } from "./flows/flow-rows";
import { labelRows } from "./flows/label-rows";
import { notProved } from "./not-proved";
import { templatePlanRows } from "./terraform/template-plan-rows";
import { converterRow, terraformRows } from "./terraform/terraform-rows";
import { artifactGcRows } from "./workflows/artifact-gc-rows";
import { lossRows } from "./workflows/loss-rows";
import { parallelismRows } from "./workflows/parallelism-rows";
import { refusalRows } from "./workflows/refusal-rows";
import { smokeRows } from "./workflows/smoke-rows";
import { teamRows } from "./workflows/team-rows";

const all = committedStacks();

/**
 * `npm run e2e:cluster`: the tenancy and workflows stacks in a real control plane. Names of environments leave out the
 * others, except `local`, in which workflows run.
 */
void runSuite(
  { lab: true, groups: all.map(({ environment }) => environment.name), standIns: changes, notProved },
  async (run) => {
    const local = all.at(-1);
    if (local === undefined) throw new Error("there is no environment");
    const chosen = all.filter((stacks) => stacks === local || run.wants(stacks.environment.name));
    if (!chosen.some(({ environment }) => environment.login.sso))
      run.notProved("login by SSO: no environment of this run has it");
    const cluster = await startClusterRun(run, local);
    for (const stacks of chosen) {
      await environmentStacks(cluster, stacks);
      if (stacks === local) continue;
      await environmentRows(run.table, cluster.lab, stacks);
      await cleanUp(
        cluster.lab.api,
        [...stacks.tenancy, ...stacks.workflows].filter(cluster.known),
        stacks.foreign,
      );
      run.progress(`${stacks.environment.name}: cleaned up`);
    }
    await argoWithWorkflows(cluster, local);
    await existingDatabaseRows(run.table, cluster.lab, local.environment);
    await databaseUserRows(run.table, cluster.lab, local.environment);
    if (cluster.terraform)
      await templatePlanRows(run.table, cluster.lab, local, cluster.terraform, run.interrupted);
  },
);

/** The stacks of an environment: applied, admitted, and judged by access and network flows. */
async function environmentStacks(
  { run: { table, interrupted }, lab, terraform, cyclonus, charts, known }: ClusterRun,
  stacks: EnvironmentStacks,
): Promise<void> {
  const left = terraform && (await terraformRows(table, lab, stacks, terraform, interrupted));
  await acceptanceRows(table, lab, stacks, known);
  if (left) await converterRow(table, lab, stacks, left);
  await admissionRows(table, lab, stacks.environment);
  await accessRows(table, lab, stacks);
  await flowRows(table, cyclonus, stacks);
  for (const chart of charts) await chartRows(table, lab, chart, stacks, known);
}

/** Argo with the configuration of `local`, and workflows of its teams. */
async function argoWithWorkflows({ run, lab }: ClusterRun, local: EnvironmentStacks): Promise<void> {
  const { table } = run;
  await installAws(lab, local);
  const argo = await Argo.start(lab, installationOf({ lab, stacks: local }));
  run.progress("Argo ready");
  const argoApi = await ArgoApi.open(argo, lab.api);
  await argoRows(table, lab, argo, argoApi, local);
  await teamRows(table, lab, argoApi, local);
  await smokeRows(table, lab, local);
  await artifactGcRows(table, lab, argoApi, local);
  await labelRows(table, lab, local.environment);
  await refusalRows(table, lab, argoApi, local);
  await lossRows(table, lab, argoApi, local);
  await resilienceRows(table, lab, argo, argoApi, local);
  await parallelismRows(table, lab, argoApi, local);
  await argo.stop();
}
