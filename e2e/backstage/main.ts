import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { supervise } from "../lab/supervise";
import { ownTemplates } from "../shared/backstage/generated-forms";
import { unpackModuleInto } from "../shared/backstage/packed-module";
import { Portal } from "../shared/installation/argo-api";
import { toolRoots } from "../shared/library/images/tool-roots";
import { setStage } from "../shared/library/library-in-lab";
import { prepareSandbox } from "../shared/library/sandbox";
import { standInLines } from "../shared/stand-ins";
import { Table } from "../shared/table";
import { installedModule } from "./installed-module";
import { openPortal } from "./open-portal";
import { crowdRows } from "./rows/crowd-rows";
import { libraryRows } from "./rows/library-rows";
import { outageRows } from "./rows/outage-rows";
import { permissionRows } from "./rows/permission-rows";
import { refusalRows } from "./rows/refusal-rows";
import { runRows } from "./rows/run-rows";
import type { PortalScene } from "./scene";
import { backstageStandIns } from "./stand-ins";

type Rows = (scene: PortalScene) => Promise<void>;

/** One after the other; those of one line side by side, since the outages are mostly waiting. */
const groups: readonly Readonly<Record<string, Rows>>[] = [
  { runs: runRows },
  { refusals: refusalRows },
  { outages: outageRows, permissions: permissionRows, library: libraryRows },
  { crowd: crowdRows },
];

/**
 * `npm run e2e:backstage`: the packed module in a real scaffolder, in front of a real Argo; exit code 1 if a row is
 * wrong. Names of groups as arguments leave out the others.
 */
void supervise(async (given) => {
  const from = Date.now();
  const elapsed = (): string => `${((Date.now() - from) / 1000).toFixed(0)} s`;
  const only = process.argv.slice(2);
  const names = groups.flatMap((each) => Object.keys(each));
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no group ${unknown}; there are ${names.join(", ")}.`);
  const progress = (line: string): void => console.log(line);
  const crashed: string[] = [];
  const { packed, remove } = await unpackModuleInto(await installedModule(progress));
  given.processes.onStop("packed module", remove);
  const stage = await setStage({
    ...given,
    progress,
    onUnexpectedExit: (message) => crashed.push(message),
  });
  const sandbox = await prepareSandbox(stage);
  const { lab, argo } = stage;
  for (const template of ownTemplates()) await lab.api.apply(template);
  const { token } = await Portal.open(argo, lab.api);
  // Beside the module, so that what else is loaded from there finds Backstage too.
  const scratch = join(packed, "..", "..", "..");
  // The cached folder's own package.json has the module's name, which would lead to a module that isn't built there.
  writeFileSync(join(scratch, "package.json"), JSON.stringify({ name: "scratch", private: true }));
  const { team } = sandbox;
  const { environment } = stage.scene;
  const common = { lab, environment, scratch, token, team };
  const { engine } = await openPortal({ ...common, name: "main", server: argo.url });
  progress(`ready in ${elapsed()}\n`);

  const table = new Table();
  const scene: PortalScene = {
    ...{ table, stage, sandbox, lab, argo, engine, token, team, scratch },
    open: (name, server, permissions) =>
      openPortal({ ...common, name, server: server.url, ...(permissions && { permissions }) }),
  };
  for (const side of groups) {
    const chosen = Object.entries(side).filter(([name]) => only.length === 0 || only.includes(name));
    await Promise.all(chosen.map(([, rows]) => rows(scene)));
    if (chosen.length > 0) progress(`      ${chosen.map(([name]) => name).join(", ")} after ${elapsed()}`);
  }
  await table.row("the token stands in no log of Backstage's", [], () =>
    logsWith(lab.processes.folder, token),
  );
  await table.row("no program ended by itself", [], () => crashed);

  console.log("\nStand-ins:");
  [...standInLines(), ...backstageStandIns.map((line) => `  ${line}`)].forEach((line) => console.log(line));
  for (const [name, { differs }] of Object.entries(toolRoots))
    if (differs !== undefined) console.log(`  image ${name}: ${differs}`);
  table.print();
  return table.wrong === 0 ? 0 : 1;
}).then((code) => process.exit(code));

function logsWith(folder: string, secret: string): string[] {
  const logs = readdirSync(folder).filter((file) => file.startsWith("backstage"));
  if (logs.length === 0) return ["Backstage has no log"];
  return logs.filter((file) => readFileSync(join(folder, file), "utf8").includes(secret));
}
