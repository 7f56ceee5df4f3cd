import { Argo } from "./lab/argo";
import { startLab } from "./lab/lab";
import { serviceAccountToken } from "./lab/service-account-token";
import { supervise, type Supervised } from "./lab/supervise";
import { openPortal } from "./portal/open";
import { portalStandIns } from "./portal/stand-ins";
import { installSelftest } from "./selftest/install";
import { standInLines } from "./shared/stand-ins";

/**
 * `npm run lab`: starts everything, prints how to use it, and runs until Ctrl-C. With `--portal` it includes the template
 * library and a small Backstage (e2e/portal).
 */
void supervise(async (given) => {
  const from = Date.now();
  const told = process.argv.slice(2);
  const unknown = told.find((each) => each !== "--portal");
  if (unknown !== undefined) throw new Error(`npm run lab doesn't know ${unknown}; it knows --portal`);
  const portal = told.includes("--portal");
  const lines = await (portal ? openPortal(given) : openLab(given));
  console.log(`\nReady in ${((Date.now() - from) / 1000).toFixed(1)} s. Stand-ins:`);
  [...standInLines(), ...(portal ? portalStandIns : [])].forEach((line) => console.log(`  ${line}`));
  console.log(`\n${lines.join("\n")}\n\nCtrl-C ends everything.`);
  await new Promise((resolve) => given.interrupted.addEventListener("abort", resolve));
  return 0;
}).then((code) => process.exit(code));

async function openLab(given: Supervised): Promise<string[]> {
  const lab = await startLab({ ...given, progress: (line) => console.log(line) });
  const { installation } = await installSelftest(lab);
  const argo = await Argo.start(lab, installation);
  const token = await serviceAccountToken(lab.api, "team-a", "submitter");
  return [
    `Cluster       export KUBECONFIG=${lab.kubeconfig}`,
    `argo-server   ${argo.url}`,
    `Token         Bearer ${token}`,
    `              (of submitter in team-a, valid for a day; team-a and team-b can run workflows)`,
    `Try           curl -H "Authorization: Bearer $TOKEN" ${argo.url}/api/v1/workflows/team-a`,
    `AWS           export AWS_ENDPOINT_URL=${lab.aws.endpoint}`,
    `Logs          ${lab.processes.folder}`,
    `Programs      ${[...lab.programs].map(([name, path]) => `${name} ${path}`).join("\n              ")}`,
  ];
}
