import { join } from "node:path";
import { Argo } from "../lab/argo";
import { startLab } from "../lab/lab";
import { providePrograms } from "../lab/program-builder";
import { required } from "../lab/required";
import { supervise } from "../lab/supervise";
import { Portal } from "../shared/installation/argo-api";
import { installExternalDefinitions } from "../shared/installation/external-definitions";
import { installationOf, installAws } from "../shared/installation/install";
import { changes } from "../shared/installation/places";
import { scenes } from "../shared/installation/stack-manifests";
import { standInLines } from "../shared/stand-ins";
import { Table } from "../shared/table";
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
import { notYetProved } from "./skipped";
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

/**
 * `npm run e2e:cluster`: the tenancy and workflows stacks in a real control plane; exit code 1 if a row is wrong.
 * Names of environments as arguments leave out the others, except `local`, where workflows run.
 */
void supervise(async (given) => {
  const from = Date.now();
  const progress = (line: string): void => console.log(line);
  const crashed: string[] = [];
  const every = scenes();
  const local = every.at(-1);
  const only = process.argv.slice(2);
  const all = every.filter(
    (scene) => only.length === 0 || scene === local || only.includes(scene.environment.name),
  );
  if (local === undefined) throw new Error("There is no environment.");
  const cyclonus = required(
    await providePrograms({ only: ["cyclonus"], progress, signal: given.interrupted }),
    "cyclonus",
  );
  const lab = await startLab({
    ...given,
    progress,
    // The one that the roles of the last environment trust.
    issuer: `https://${local.environment.cluster.oidcProvider ?? ""}`,
    onUnexpectedExit: (message) => crashed.push(message),
  });
  const { known, missing } = await installExternalDefinitions(lab);
  const upstream = await upstreamCharts(required(lab.programs, "helm"), lab.folder);
  const terraform =
    missing.length > 0
      ? "without those definitions Terraform could not apply"
      : await findTerraform(committedPins(local), join(lab.folder, "terraform"));
  progress(
    typeof terraform === "string"
      ? `the converter stands in for Terraform's providers: ${terraform}`
      : `Terraform's own providers apply the stacks; they come from ${terraform.source}`,
  );
  progress(`ready in ${((Date.now() - from) / 1000).toFixed(1)} s\n`);

  const table = new Table();
  for (const scene of all) {
    const left =
      typeof terraform === "string"
        ? undefined
        : await terraformRows(table, lab, scene, terraform, given.interrupted);
    await acceptanceRows(table, lab, scene, known);
    if (left) await converterRow(table, lab, scene, left);
    await admissionRows(table, lab, scene.environment);
    await accessRows(table, lab, scene);
    await flowRows(table, cyclonus, scene);
    for (const chart of upstream.charts) await chartRows(table, lab, chart, scene, known);
    if (scene !== local) {
      await environmentRows(table, lab, scene);
      await cleanUp(lab.api, [...scene.tenancy, ...scene.workflows].filter(known), scene.foreign);
      progress(`${scene.environment.name}: cleaned up`);
    }
  }
  await installAws(lab, local);
  const argo = await Argo.start(lab, installationOf({ lab, scene: local }));
  progress(`Argo ready after ${((Date.now() - from) / 1000).toFixed(0)} s`);
  const portal = await Portal.open(argo, lab.api);
  await argoRows(table, lab, argo, portal, local);
  await teamRows(table, lab, portal, local);
  await smokeRows(table, lab, local);
  await artifactGcRows(table, lab, portal, local);
  await labelRows(table, lab, local.environment);
  await refusalRows(table, lab, portal, local);
  await lossRows(table, lab, portal, local);
  await resilienceRows(table, lab, argo, portal, local);
  await parallelismRows(table, lab, portal, local);
  await argo.stop();
  await databaseUserRows(table, lab, local.environment);
  if (typeof terraform !== "string") await templatePlanRows(table, lab, local, terraform, given.interrupted);
  await table.row("no program ended by itself", [], () => crashed);

  console.log("\nStand-ins:");
  standInLines().forEach((line) => console.log(line));
  [...changes, ...(typeof terraform === "string" ? [] : terraformChanges)].forEach((line) =>
    console.log(`  ${line}`),
  );
  console.log("\nNot yet proved:");
  [
    ...missing,
    ...upstream.missing,
    ...(typeof terraform === "string" ? [`plans of Terraform's providers: ${terraform}`] : []),
    ...(all.some(({ environment }) => environment.login.sso) ? [] : ["login by SSO: nobody has it here"]),
    ...notYetProved,
  ].forEach((line) => console.log(`  ${line}`));
  table.print();
  return table.wrong === 0 ? 0 : 1;
}).then((code) => process.exit(code));
