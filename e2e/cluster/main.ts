import { join } from "node:path";
import { Argo } from "../lab/argo";
import { startLab } from "../lab/lab";
import { providePrograms } from "../lab/program-builder";
import { required } from "../lab/required";
import { runSuite } from "../shared/frame";
import { ArgoApi } from "../shared/installation/argo-api";
import { installExternalDefinitions } from "../shared/installation/external-definitions";
import { installationOf, installAws } from "../shared/installation/install";
import { changes } from "../shared/installation/lab-addresses";
import { committedStacks } from "../shared/installation/stack-manifests";
import { acceptanceRows } from "./acceptance-rows";
import { accessRows } from "./access/access-rows";
import { admissionRows } from "./admission-rows";
import { argoRows } from "./argo/argo-rows";
import { databaseUserRows } from "./argo/database-user-rows";
import { environmentRows } from "./argo/environment-rows";
import { resilienceRows } from "./argo/resilience-rows";
import { chartRows } from "./chart/chart-rows";
import { upstreamCharts } from "./chart/upstream-chart";
import { cleanUp } from "./clean-up";
import { flowRows } from "./flows/flow-rows";
import { labelRows } from "./flows/label-rows";
import { notProved } from "./not-proved";
import { findTerraform } from "./terraform/providers";
import { committedPins, terraformChanges } from "./terraform/stack-copy";
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
 * others, except `local`, where workflows run.
 */
void runSuite(
  { lab: true, groups: all.map(({ environment }) => environment.name), standIns: changes, notProved },
  async (run) => {
    const { table, progress, interrupted } = run;
    const local = all.at(-1);
    if (local === undefined) throw new Error("There is no environment.");
    const chosen = all.filter((stacks) => stacks === local || run.wants(stacks.environment.name));
    const cyclonus = required(
      await providePrograms({ only: ["cyclonus"], progress, signal: interrupted }),
      "cyclonus",
    );
    // The roles of the last environment trust this issuer.
    const lab = await startLab({ ...run, issuer: `https://${local.environment.cluster.oidcProvider ?? ""}` });
    const { known, missing } = await installExternalDefinitions(lab);
    const upstream = await upstreamCharts(required(lab.programs, "helm"), lab.folder);
    run.notProved(...missing, ...upstream.missing);
    if (!chosen.some(({ environment }) => environment.login.sso))
      run.notProved("login by SSO: no environment of this run has it");
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

    for (const stacks of chosen) {
      const left = terraform && (await terraformRows(table, lab, stacks, terraform, interrupted));
      await acceptanceRows(table, lab, stacks, known);
      if (left) await converterRow(table, lab, stacks, left);
      await admissionRows(table, lab, stacks.environment);
      await accessRows(table, lab, stacks);
      await flowRows(table, cyclonus, stacks);
      for (const chart of upstream.charts) await chartRows(table, lab, chart, stacks, known);
      if (stacks !== local) {
        await environmentRows(table, lab, stacks);
        await cleanUp(lab.api, [...stacks.tenancy, ...stacks.workflows].filter(known), stacks.foreign);
        progress(`${stacks.environment.name}: cleaned up`);
      }
    }
    await installAws(lab, local);
    const argo = await Argo.start(lab, installationOf({ lab, stacks: local }));
    progress("Argo ready");
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
    await databaseUserRows(table, lab, local.environment);
    if (terraform) await templatePlanRows(table, lab, local, terraform, interrupted);
  },
);
