import { Argo } from "../lab/argo";
import { startLab } from "../lab/lab";
import { Cluster } from "../shared/cluster";
import { runSuite } from "../shared/frame";
import { argoRows } from "./argo-rows";
import { awsRows } from "./aws-rows";
import { clusterRows } from "./cluster-rows";
import { installSelftest } from "./install";
import { nodeRows } from "./node-rows";

/** `npm run e2e:selftest`: tests the lab itself. */
void runSuite({ lab: true }, async (run) => {
  const lab = await startLab(run);
  const { bucket, installation } = await installSelftest(lab);
  const argo = await Argo.start(lab, installation);
  run.progress("ready\n");
  const cluster = new Cluster(lab);
  await clusterRows(run.table, lab, cluster);
  await nodeRows(run.table, lab, cluster);
  await awsRows(run.table, lab, bucket);
  await argoRows({ table: run.table, lab, argo, cluster, bucket });
});
