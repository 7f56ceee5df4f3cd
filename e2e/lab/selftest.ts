import { Argo } from "./argo";
import { startLab } from "./lab";
import { argoRows } from "./selftest/argo-rows";
import { Cluster } from "./selftest/cluster";
import { clusterRows } from "./selftest/cluster-rows";
import { installSelftest } from "./selftest/install";
import { nodeRows } from "./selftest/node-rows";
import { Table } from "./selftest/table";
import { standInLines } from "./stand-ins";
import { supervise } from "./supervise";

/** `npm run e2e:lab`: proves the lab itself, row by row; exit code 1 if a row is wrong. */
void supervise(async (given) => {
  const from = Date.now();
  const progress = (line: string): void => console.log(line);
  const crashed: string[] = [];
  const lab = await startLab({ ...given, progress, onUnexpectedExit: (message) => crashed.push(message) });
  const { bucket, installation } = await installSelftest(lab);
  const argo = await Argo.start(lab, installation);
  console.log(`ready in ${((Date.now() - from) / 1000).toFixed(1)} s\n`);
  const cluster = new Cluster(lab);
  const table = new Table();
  await clusterRows(table, lab, cluster);
  await nodeRows(table, lab, cluster);
  await argoRows(table, lab, argo, cluster, bucket);
  await table.row("no program ended by itself", [], () => crashed);
  console.log("\nStand-ins:");
  standInLines().forEach((line) => console.log(line));
  table.print();
  return table.wrong === 0 ? 0 : 1;
}).then((code) => process.exit(code));
