import { startLab } from "../lab/lab";
import type { Manifest } from "../lab/manifests-of";
import { Table } from "../lab/selftest/table";
import { standInLines } from "../lab/stand-ins";
import { supervise } from "../lab/supervise";
import { acceptanceRows } from "./acceptance-rows";
import { accessRows } from "./access/access-rows";
import { admissionRows } from "./admission-rows";
import { cleanUp } from "./clean-up";
import { installExternalSecrets } from "./external-definitions";
import { notYetProved } from "./skipped";
import { scenes } from "./stack-manifests";

/** `npm run e2e:cluster`: the tenancy and workflows stacks in a real control plane; exit code 1 if a row is wrong. */
void supervise(async (given) => {
  const from = Date.now();
  const progress = (line: string): void => console.log(line);
  const crashed: string[] = [];
  const lab = await startLab({ ...given, progress, onUnexpectedExit: (message) => crashed.push(message) });
  const missing = await installExternalSecrets(lab);
  progress(`ready in ${((Date.now() - from) / 1000).toFixed(1)} s\n`);
  const known = ({ apiVersion }: Manifest): boolean =>
    missing === undefined || !apiVersion.startsWith("external-secrets.io/");

  const table = new Table();
  for (const scene of scenes()) {
    await acceptanceRows(table, lab, scene, known);
    await admissionRows(table, lab, scene.environment);
    await accessRows(table, lab, scene);
    if (scene.environment.name !== "local") {
      await cleanUp(lab.api, [...scene.tenancy, ...scene.workflows].filter(known), scene.foreign);
      progress(`${scene.environment.name}: cleaned up`);
    }
  }
  await table.row("no program ended by itself", [], () => crashed);

  console.log("\nStand-ins:");
  standInLines().forEach((line) => console.log(line));
  console.log("\nNot yet proved:");
  [...(missing === undefined ? [] : [`External Secrets' objects: ${missing}`]), ...notYetProved].forEach(
    (line) => console.log(`  ${line}`),
  );
  table.print();
  return table.wrong === 0 ? 0 : 1;
}).then((code) => process.exit(code));
