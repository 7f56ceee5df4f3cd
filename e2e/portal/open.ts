import type { Supervised } from "../lab/supervise";
import { setPortalStage } from "./stage";

/** Starts lab and portal for a person; lines that say where they are. */
export async function openPortal(given: Supervised): Promise<string[]> {
  const { stage, fixture, site } = await setPortalStage({
    ...given,
    progress: (line) => console.log(line),
    onUnexpectedExit: (message) => console.error(message),
  });
  return [
    `Portal        ${site.url} (Enter as a guest, then Create)`,
    `Team          ${fixture.team}; every template's example is in workflow-templates/examples`,
    `argo-server   ${stage.argo.url}`,
    `Cluster       export KUBECONFIG=${stage.lab.kubeconfig}`,
    `Logs          ${stage.lab.processes.folder}`,
  ];
}
