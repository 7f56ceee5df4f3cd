import { Argo } from "./argo";
import { startLab } from "./lab";
import { installSelftest } from "./selftest/install";
import { serviceAccountToken } from "./service-account-token";
import { standInLines } from "./stand-ins";
import { supervise } from "./supervise";

/** `npm run lab`: starts everything, says how to use it, and stays until Ctrl-C. */
void supervise(async (given) => {
  const from = Date.now();
  const lab = await startLab({ ...given, progress: (line) => console.log(line) });
  const { installation } = await installSelftest(lab);
  const argo = await Argo.start(lab, installation);
  const token = await serviceAccountToken(lab.api, "team-a", "submitter");
  console.log(`\nReady in ${((Date.now() - from) / 1000).toFixed(1)} s. Stand-ins:`);
  standInLines().forEach((line) => console.log(line));
  console.log(`
Cluster       export KUBECONFIG=${lab.kubeconfig}
argo-server   ${argo.url}
Token         Bearer ${token}
              (of submitter in team-a, for a day; team-a and team-b may run workflows)
Try           curl -H "Authorization: Bearer $TOKEN" ${argo.url}/api/v1/workflows/team-a
AWS           export AWS_ENDPOINT_URL=${lab.aws.endpoint}
Logs          ${lab.processes.folder}
Programs      ${[...lab.programs].map(([name, path]) => `${name} ${path}`).join("\n              ")}

Ctrl-C ends everything.`);
  await new Promise((resolve) => given.interrupted.addEventListener("abort", resolve));
  return 0;
}).then((code) => process.exit(code));
