import { Argo } from "../lab/argo";
import { startLab } from "../lab/lab";
import { supervise } from "../lab/supervise";
import { Cluster } from "../shared/cluster";
import { standInLines } from "../shared/stand-ins";
import { Table } from "../shared/table";
import { argoRows } from "./argo-rows";
import { clusterRows } from "./cluster-rows";
import { installSelftest } from "./install";
import { nodeRows } from "./node-rows";

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
