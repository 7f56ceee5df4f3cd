import type { Supervised } from "../lab/supervise";
import { startPortal } from "./portal-in-lab";

/** Starts the lab and the portal for manual use. @returns lines with their addresses */
export async function openPortal(given: Supervised): Promise<string[]> {
  const { library, fixture, backstage } = await startPortal({
    ...given,
    progress: (line) => console.log(line),
    onUnexpectedExit: (message) => console.error(message),
  });
  return [
    `Portal        ${backstage.url} (Enter as a guest, then Create)`,
    `Team          ${fixture.team}; every template's example is in workflow-templates/examples`,
    `argo-server   ${library.argo.url}`,
    `Cluster       export KUBECONFIG=${library.lab.kubeconfig}`,
    `Logs          ${library.lab.processes.folder}`,
  ];
}
